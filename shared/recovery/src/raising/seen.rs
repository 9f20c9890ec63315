//! A customer's journey as one batch sees it: read and judged once, however many of its moments are raised. Keeps nothing
//! beyond the batch.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::identity::Identity;
use domain::journey::Judged;
use domain::rules::Rules;
use store::error::StoreError;
use store::journeys::Linked;
use store::partitions::Room;
use store::table::Table;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Lets one long journey at a time into the memory.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<Mutex<()>>);

impl Gate {
    /// Waits until no other long journey is held. The guard is dropped with the journey.
    pub async fn enter(&self) -> OwnedMutexGuard<()> {
        self.0.clone().lock_owned().await
    }
}

/// What was seen of one customer.
#[derive(Debug)]
pub struct Seen {
    gate: Gate,
    journey: Mutex<Looked>,
}

#[derive(Debug, Default)]
struct Looked {
    view: Option<Arc<View>>,
    /// Held as long as the journey is, if it is long.
    _room: Option<OwnedMutexGuard<()>>,
}

/// A journey and its judgement, of a long one the latest part.
#[derive(Debug)]
pub(super) struct View {
    pub(super) linked: Linked,
    pub(super) judged: Vec<Judged>,
}

impl Seen {
    /// Begins with nothing.
    pub fn behind(gate: &Gate) -> Self {
        Self { gate: gate.clone(), journey: Mutex::default() }
    }

    /// Returns the journey that an identity is part of, as it was when it was looked at first.
    pub(super) async fn look(
        &self,
        table: &Table,
        recorded: &Identity,
        rules: &Rules,
    ) -> Result<Arc<View>, StoreError> {
        let mut looked = self.journey.lock().await;
        if let Some(view) = looked.view.as_ref().filter(|view| view.linked.is_member(recorded)) {
            return Ok(view.clone());
        }
        *looked = Looked::default();
        let linked = match table.journey_within(recorded, BTreeMap::new(), Room::Shared).await? {
            Some(linked) => linked,
            None => {
                looked._room = Some(self.gate.enter().await);
                table.journey(recorded).await?
            }
        };
        let judged = linked.journey.judge(rules);
        let view = Arc::new(View { linked, judged });
        looked.view = Some(view.clone());
        Ok(view)
    }
}
