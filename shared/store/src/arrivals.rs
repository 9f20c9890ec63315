//! What came in, as little of each moment as people want to see who watch: a page that is asked for every few seconds does not read the
//! whole of them.

use domain::identity::Identity;
use domain::vocabulary::Outcome;
use jiff::Timestamp;
use serde::Deserialize;

use crate::error::StoreError;
use crate::items;
use crate::keys::{MOMENT, PK, SK};
use crate::table::{Projection, Table, prefix_range};

/// Attributes of an arrival, and the key that an error names.
const TOLD: [&str; 7] = [PK, SK, "customer", "touchpoint_type", "outcome", "received_at", "id"];

/// That something came in, and what it was.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Arrival {
    /// Whose it is.
    pub customer: Identity,
    /// What it was.
    pub touchpoint_type: String,
    /// How it ended.
    pub outcome: Outcome,
    /// When it was received.
    pub received_at: Timestamp,
    /// The sender's id of it.
    pub id: String,
}

impl Table {
    /// Reads what came in of one of the [parts](crate::moments::parts_of) of a day, page by page until it is enough. Returns whether there
    /// is more.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn arrivals(&self, part: &str, enough: usize) -> Result<(Vec<Arrival>, bool), StoreError> {
        let (from, to) = prefix_range(MOMENT);
        let (mut arrivals, mut start) = (Vec::new(), None);
        loop {
            let of = Projection::Of(&TOLD);
            let (items, next) = self.read_page_of(part, (&from, &to), of, "reading what came in", start).await?;
            for item in items {
                arrivals.push(items::decode(item)?);
            }
            if next.is_none() || arrivals.len() >= enough {
                return Ok((arrivals, next.is_some()));
            }
            start = next;
        }
    }
}
