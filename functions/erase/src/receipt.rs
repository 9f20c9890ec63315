//! What is left of an erasure: the receipt in the bucket, outside of the table, so that a table restored from a backup can be erased
//! again; and the word to programs that heard of the person. Neither names anybody.

use domain::alerting::{ErasedNotice, Message};
use jiff::Timestamp;
use recovery::document::CaseDocument;
use runtime::erasures::{Receipt, path_of};
use runtime::function::Error;
use store::erasing::orders::Erasure;

use crate::Eraser;

impl Eraser {
    /// Writes the receipt beside the table.
    pub(crate) async fn write_receipt(&self, erasure: &Erasure) -> Result<(), Error> {
        let late = self.table.late_of(erasure).await?;
        let receipt = Receipt::of(erasure, late);
        let text = serde_json::to_vec_pretty(&receipt)?;
        self.objects.put(&path_of(&erasure.id), "application/json", text).await?;
        Ok(())
    }

    /// Writes the word to programs, once by its name: to every channel that no person reads, whatever it receives.
    pub(crate) async fn tell(&self, erasure: &Erasure, document: &CaseDocument, now: Timestamp) -> Result<(), Error> {
        let names = self.table.pseudonyms().await?;
        let mut pseudonyms: Vec<String> = erasure.identities.iter().map(|identity| names.of(identity)).collect();
        let Some(customer) = pseudonyms.first().cloned() else { return Ok(()) };
        pseudonyms.sort();
        let notice = ErasedNotice { erasure_id: erasure.id.clone(), customer, pseudonyms, erased_at: now };
        let message = Message::Erased(notice);
        for channel in document.plan.roster.all().filter(|channel| !channel.is_read_by_people()) {
            let name = format!("erased:{}", erasure.id);
            self.table.notify(channel.name(), &name, channel.name(), &message, now).await?;
        }
        Ok(())
    }
}
