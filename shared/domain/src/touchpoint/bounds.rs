//! The bounds of a touchpoint, in one place. Everything a sender can make large has one.

/// Characters of an id, a customer id, an anonymous id, a promise id or an `about`.
pub const ID_CHARS_MAX: usize = 200;
/// Characters of a source in the body.
pub const SOURCE_CHARS_MAX: usize = 100;
/// Characters of a word in snake_case: touchpoint type, channel, facet.
pub const WORD_CHARS_MAX: usize = 64;
/// Characters of a comment.
pub const COMMENT_CHARS_MAX: usize = 10_000;
/// Characters of an address.
pub const URL_CHARS_MAX: usize = 2_000;
/// Characters of any other text.
pub const TEXT_CHARS_MAX: usize = 200;
/// Facets in an expectation or a perception.
pub const FACETS_MAX: usize = 50;
/// Entries of `properties`, and of each object and array in it.
pub const PROPERTIES_MAX: usize = 100;
/// Levels of objects and arrays inside a property.
pub const PROPERTY_DEPTH_MAX: usize = 5;
/// Characters of a text in `properties`.
pub const PROPERTY_CHARS_MAX: usize = 2_000;
/// Bytes of a touchpoint as stored.
pub const STORED_BYTES_MAX: usize = 32 * 1024;
/// Characters of an identity token. Longer ones are not looked at.
pub const TOKEN_CHARS_MAX: usize = 300;
/// Seconds that a sender's clock may be ahead of ours.
pub const CLOCK_AHEAD_S_MAX: i64 = 300;
/// The earliest time accepted, 2000-01-01T00:00:00Z: earlier ones are a sender's mistake (an empty clock).
pub const OCCURRED_AT_UNIX_S_MIN: i64 = 946_684_800;
/// The earliest time at which a customer can have become one, 1900-01-01T00:00:00Z.
pub const KNOWN_SINCE_UNIX_S_MIN: i64 = -2_208_988_800;
/// Seconds that a promise, or a clock that nobody trusts, may lie ahead: ten years of 365 days.
pub const FAR_AHEAD_S_MAX: i64 = 315_360_000;

/// The times that may be meant, both ends included, as numbers and as a complaint says them.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The earliest, in seconds since 1970.
    pub unix_s_min: i64,
    /// The year that it begins.
    pub year_min: i16,
    /// Seconds after the receipt, at most.
    pub ahead_s_max: i64,
}

/// When something happened or was done: `occurred_at`, `done_at`.
pub const HAPPENED: Span = Span { unix_s_min: OCCURRED_AT_UNIX_S_MIN, year_min: 2000, ahead_s_max: CLOCK_AHEAD_S_MAX };
/// When something is promised: `due_at`.
pub const DUE: Span = Span { ahead_s_max: FAR_AHEAD_S_MAX, ..HAPPENED };
/// When a device says it sent something, which is looked at and not used: `sent_at`.
pub const SENT: Span = DUE;
/// Since when somebody is a customer: `known_since`.
pub const KNOWN: Span = Span { unix_s_min: KNOWN_SINCE_UNIX_S_MIN, year_min: 1900, ..HAPPENED };
/// Seconds of a duration: 400 days.
pub const DURATION_S_MAX: u64 = 34_560_000;
/// A count such as transfers.
pub const COUNT_MAX: u64 = 1_000;
/// Numbers that the table can keep: zero, or a size between these two.
pub const NUMBER_SIZE_MIN: f64 = 1e-100;
/// See [`NUMBER_SIZE_MIN`].
pub const NUMBER_SIZE_MAX: f64 = 1e100;
/// An amount of money.
pub const AMOUNT_MAX: f64 = 1e12;
