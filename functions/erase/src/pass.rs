//! One pass over a person: remember who it is, cancel what waits, remove what is derived, then the facts; then sums, messages to several
//! people and the bucket. Each step can be done again, and a pass that is interrupted goes on from what is left.

use std::collections::BTreeSet;

use domain::identity::Identity;
use jiff::Timestamp;
use recovery::document::CaseDocument;
use runtime::function::Error;
use store::erasing::Kind;
use store::erasing::orders::{AGAIN_AFTER, Erasure, State};
use store::erasing::person::Person;
use tokio::time::Instant;

use crate::Eraser;

impl Eraser {
    /// Erases a person, as far as there is time. Returns whether this pass came to its end.
    pub(crate) async fn erase(
        &self,
        erasure: &mut Erasure,
        document: &CaseDocument,
        (now, deadline): (Timestamp, Instant),
    ) -> Result<bool, Error> {
        let Some(customer) = erasure.identities.first().cloned() else { return Err("an order names nobody".into()) };
        let mut person = self.known(&customer, erasure).await?;
        let table = &self.table;
        erasure.identities = with_first(&customer, person.identities());
        // The links that say so go with the person.
        erasure.shared.extend(person.shared.iter().cloned());
        table.mark_erased(erasure, &person.own, now).await?;
        self.keep(erasure).await?;
        let mut left = person.identities();
        while let Some(identity) = (!left.is_empty()).then(|| left.remove(0)) {
            erasure.count(Kind::Messages, table.cancel_messages_of(&identity).await?);
            let mut start = None;
            loop {
                let (page, next) = table.everything_of(&identity, &self.zone, start).await?;
                erasure.days.extend(&page.days);
                erasure.channels.extend(page.channels.iter().cloned());
                let mut met = BTreeSet::new();
                for visitor in &page.named {
                    if table.add_to_person(&mut person, visitor.clone()).await? {
                        met.insert(visitor.clone());
                    }
                }
                if !met.is_empty() {
                    table.mark_erased(erasure, met.intersection(&person.own), now).await?;
                    erasure.identities.extend(met.iter().cloned());
                    left.extend(met);
                }
                // Before the page goes: it is what says which days and channels these are.
                self.keep(erasure).await?;
                table.remove_page(page, (&identity, &person), erasure).await?;
                if Instant::now() >= deadline {
                    self.keep(erasure).await?;
                    return Ok(false);
                }
                match next {
                    Some(next) => start = Some(next),
                    None => break,
                }
            }
        }
        for visitor in &erasure.shared.clone() {
            erasure.count(Kind::CaseEvents, table.remove_markers(visitor, &customer).await?);
        }
        for identity in &person.own {
            // What came while it was read: nobody judges it, and the next run removes it.
            if table.knows(identity).await? {
                return Ok(false);
            }
        }
        self.erase_around(erasure, document).await?;
        self.end(erasure, document, now).await?;
        Ok(true)
    }

    /// Returns who the person is by now, with everybody whom an earlier pass knew. A visitor who belongs to somebody else now is left
    /// to that customer.
    async fn known(&self, customer: &Identity, erasure: &Erasure) -> Result<Person, Error> {
        let table = &self.table;
        let nobody_else = || Person {
            customer: customer.clone(),
            own: BTreeSet::from([customer.clone()]),
            lasting: BTreeSet::new(),
            shared: BTreeSet::new(),
        };
        let mut person = table.person(customer).await?.unwrap_or_else(nobody_else);
        for identity in &erasure.identities {
            table.add_to_person(&mut person, identity.clone()).await?;
        }
        Ok(person)
    }

    /// Removes what lies around the person's own items: parked records, quarantine, sums, what tells of several people, the bucket.
    async fn erase_around(&self, erasure: &mut Erasure, document: &CaseDocument) -> Result<(), Error> {
        let table = &self.table;
        let identities: BTreeSet<Identity> = erasure.identities.iter().cloned().collect();
        let parked = table.parked_of(&identities).await?;
        erasure.count(Kind::Parked, table.remove_all(parked).await?);
        erasure.count(Kind::Quarantined, self.empty_quarantine(&identities).await?);
        erasure.count(Kind::Sums, table.remove_sums_of(&erasure.days).await?);
        let names = table.pseudonyms().await?;
        let pseudonyms: BTreeSet<String> = identities.iter().map(|identity| names.of(identity)).collect();
        let configured = document.plan.roster.all().map(|channel| channel.name().to_owned());
        let channels: BTreeSet<String> = erasure.channels.iter().cloned().chain(configured).collect();
        for channel in channels {
            erasure.count(Kind::MessagesChanged, table.take_out_of_digests(&channel, &pseudonyms).await?);
        }
        erasure.count(Kind::MessagesChanged, table.take_out_of_notices(&erasure.days).await?);
        let days = erasure.days.clone();
        erasure.count(Kind::Reports, self.remove_reports(&days).await?);
        erasure.count(Kind::DaysRewritten, self.rewrite_days(&days, &names).await?);
        Ok(())
    }

    /// Ends a pass: the first is told to programs that heard of the person, the second forgets who it was.
    async fn end(&self, erasure: &mut Erasure, document: &CaseDocument, now: Timestamp) -> Result<(), Error> {
        let is_over = erasure.erased_at.is_some_and(|at| at.saturating_add(AGAIN_AFTER).is_ok_and(|at| at <= now));
        if erasure.erased_at.is_none() {
            self.tell(erasure, document, now).await?;
            erasure.erased_at = Some(now);
        }
        erasure.state = State::Erased;
        if is_over {
            erasure.state = State::Done;
            erasure.done_at = Some(now);
            erasure.forget_person();
        }
        self.write_receipt(erasure).await?;
        self.keep(erasure).await
    }

    async fn keep(&self, erasure: &mut Erasure) -> Result<(), Error> {
        match self.table.keep_erasure(erasure).await? {
            true => Ok(()),
            false => Err("somebody else goes on with it".into()),
        }
    }
}

/// Puts an identity before the others.
fn with_first(first: &Identity, identities: Vec<Identity>) -> Vec<Identity> {
    let others = identities.into_iter().filter(|identity| identity != first);
    std::iter::once(first.clone()).chain(others).collect()
}
