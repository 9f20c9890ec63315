//! Times as texts that sort as times do. Knows no item and no key.

/// Writes a time so that texts sort as times do: always nine decimals.
pub(crate) fn sortable(at: jiff::Timestamp) -> String {
    format!("{at:.9}")
}
