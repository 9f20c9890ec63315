//! What a customer heard since a promise ran out, as the report and the console say it. Looks nothing up.

use domain::wording;
use jiff::Timestamp;
use reports::Told;

use crate::case::Reader;

/// Says what a customer heard last about a promise: a message, or somebody of the team.
pub(crate) fn heard(told: &[Told], contacted_at: Option<Timestamp>, reader: &Reader<'_>) -> String {
    let language = reader.language;
    let message = told.iter().max_by_key(|told| told.at);
    match (message, contacted_at) {
        (Some(told), contacted_at) if contacted_at.is_none_or(|at| at <= told.at) => {
            let what = wording::touchpoint_type(&told.kind, language);
            match &told.due_at {
                Some(due_at) => language.promise_update_due(&what, &reader.at(&told.at), &reader.at(due_at)),
                None => language.promise_update(&what, &reader.at(&told.at)),
            }
        }
        (_, Some(contacted_at)) => language.promise_contacted(&reader.at(&contacted_at)),
        (_, None) => language.promise_no_update().to_owned(),
    }
}
