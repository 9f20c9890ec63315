//! What the audit trail says: a word for everything that is done in the console, and for every read of a person's data.

use runtime::http::problem::Problem;
use store::audit::{AuditEntry, Often};

use crate::Desk;
use crate::visit::Visit;

/// What was done or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A person signed in.
    SignedIn,
    /// Somebody asked for a link to sign in.
    SignInAsked,
    /// A person signed out.
    SignedOut,
    /// Somebody tried what the role does not allow.
    Refused,
    /// A customer's journey was read.
    CustomerRead,
    /// Everything about a customer was exported.
    CustomerExported,
    /// A customer is to be erased.
    CustomerErased,
    /// Customers were searched.
    CustomersSearched,
    /// A case was read.
    CaseRead,
    /// Cases with customers' words were listed.
    CasesListed,
    /// A step of a case was taken: the word of the step.
    CaseChanged(&'static str),
    /// A judgement was corrected, or a correction taken back: what was said.
    Corrected(&'static str),
    /// A report was read.
    ReportRead,
    /// An action of a report was planned.
    ActionPlanned,
    /// The audit trail was read.
    AuditRead,
    /// A record of the quarantine was read.
    QuarantineRead,
    /// A record of the quarantine was replayed.
    QuarantineReplayed,
    /// A dead letter was sent again.
    LetterReplayed,
    /// A test was sent to a channel.
    TestSent,
}

impl What {
    /// Returns the word under which it is kept.
    pub(crate) fn word(self) -> String {
        let word = match self {
            Self::SignedIn => "signed_in",
            Self::SignInAsked => "sign_in_asked",
            Self::SignedOut => "signed_out",
            Self::Refused => "refused",
            Self::CustomerRead => "customer_read",
            Self::CustomerExported => "customer_exported",
            Self::CustomerErased => "customer_erased",
            Self::CustomersSearched => "customers_searched",
            Self::CaseRead => "case_read",
            Self::CasesListed => "cases_listed",
            Self::CaseChanged(step) => return format!("case_changed:{step}"),
            Self::Corrected(says) => return format!("corrected:{says}"),
            Self::ReportRead => "report_read",
            Self::ActionPlanned => "action_planned",
            Self::AuditRead => "audit_read",
            Self::QuarantineRead => "quarantine_read",
            Self::QuarantineReplayed => "quarantine_replayed",
            Self::LetterReplayed => "letter_replayed",
            Self::TestSent => "test_sent",
        };
        word.to_owned()
    }

    /// Returns how often it is written: what a page reads again and again once an hour.
    fn often(self) -> Often {
        match self {
            Self::CustomerRead
            | Self::CustomersSearched
            | Self::CaseRead
            | Self::CasesListed
            | Self::ReportRead
            | Self::AuditRead
            | Self::QuarantineRead => Often::Hourly,
            _ => Often::Always,
        }
    }
}

impl Desk {
    /// Writes down what a person does or reads, before it happens: what cannot be written down does not.
    ///
    /// # Errors
    /// The table cannot be reached.
    pub(crate) async fn audit(&self, visit: &Visit<'_>, what: What, about: Option<&str>) -> Result<(), Problem> {
        let days = visit.document.audit_days();
        self.write_down((&visit.person.email, &visit.from), what, about, (visit.now, days)).await
    }

    /// Writes down what somebody does who may not have signed in.
    pub(crate) async fn write_down(
        &self,
        (who, from): (&str, &str),
        what: What,
        about: Option<&str>,
        (now, days_kept): (jiff::Timestamp, u32),
    ) -> Result<(), Problem> {
        let entry = AuditEntry {
            at: now,
            who: who.to_owned(),
            what: what.word(),
            about: about.map(str::to_owned),
            from: from.to_owned(),
        };
        let date = now.to_zoned(self.zone.clone()).date();
        let put = self.table.put_audit(&entry, date, what.often(), days_kept).await;
        put.map_err(|error| Problem::of_table(&error))
    }
}

#[cfg(test)]
mod tests {
    use domain::vocabulary::Language;

    use super::*;

    #[test]
    fn everything_that_is_written_down_has_words() {
        let all = [
            What::SignedIn,
            What::SignInAsked,
            What::SignedOut,
            What::Refused,
            What::CustomerRead,
            What::CustomerExported,
            What::CustomerErased,
            What::CustomersSearched,
            What::CaseRead,
            What::CasesListed,
            What::CaseChanged("resolved"),
            What::Corrected("spam"),
            What::ReportRead,
            What::ActionPlanned,
            What::AuditRead,
            What::QuarantineRead,
            What::QuarantineReplayed,
            What::LetterReplayed,
            What::TestSent,
        ];
        for what in all {
            let word = what.word();
            let (done, how) = word.split_once(':').unwrap_or((&word, ""));
            assert!(Language::CONSOLE_SET_AUDIT_DONE_NAMES.contains(&done), "{word}");
            assert!(how.is_empty() || Language::CONSOLE_SET_AUDIT_HOW_NAMES.contains(&how), "{word}");
        }
    }
}
