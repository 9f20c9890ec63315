//! What reports read of the configuration: targets and seasons.

use monitoring::Declared;
use reports::monitoring::Declarations;
use runtime::configuration::{InvalidDocument, Whole};

/// Reads targets and seasons.
///
/// # Errors
/// Everything that is wrong with them.
pub fn declared(whole: &Whole<'_>) -> Result<Declared, InvalidDocument> {
    whole.read::<Declarations>()?.check().map_err(|wrong| {
        let complaint = |(path, why): (String, &str)| whole.complain(&path, format!("{path}: {why}"));
        InvalidDocument(wrong.into_iter().map(complaint).collect())
    })
}
