//! Writes reports: by schedule on the period that has just ended, or on any period when invoked. The channels are told
//! of a scheduled one, once.

use std::sync::Arc;
use std::time::Duration;

use domain::alerting::Message;
use domain::alerting::Topic;
use domain::period::{Every, Period};
use domain::vocabulary::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use recovery::outbox::SendingDocument;
use recovery::outbox::{self, Outbox};
use reporting::{Answer, Asked};
use reports::{Announced, Report, notice};
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::{Error, Function};
use runtime::objects::Objects;
use runtime::spans::Spans;
use serde::{Deserialize, Serialize};
use store::Key;
use store::table::Table;

use crate::settings::Settings;

mod files;
mod news;
mod settings;

/// Time for telling the channels. What it does not suffice for is due, and delivered each minute.
const SENDING_TIME_MAX: Duration = Duration::from_secs(10);

/// What starts a report.
#[derive(Deserialize)]
#[serde(untagged)]
enum Order {
    /// The schedule fired: the period that ended last before the scheduled time, whenever the firing arrives.
    Scheduled { every: Every, scheduled_at: Timestamp },
    /// Somebody wants the report on a period.
    Asked { period: Period },
}

/// What was written.
#[derive(Serialize)]
struct Written {
    period: String,
    files: Vec<String>,
    verdict: String,
}

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load_as(&environment, Settings::read).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.sending.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let objects = Objects::open(&environment)?;
    let public_url = environment.optional("PUBLIC_URL").map(|url| url.trim_end_matches('/').to_owned());
    let reporter = Arc::new(Reporter { configuration, table, zone, objects, public_url });
    Ok(Function::event(move |order| {
        let reporter = reporter.clone();
        async move { reporter.write(order).await }
    }))
}

struct Reporter {
    configuration: Configuration<Settings>,
    table: Table,
    zone: TimeZone,
    objects: Objects,
    public_url: Option<String>,
}

impl Reporter {
    async fn write(&self, order: Order) -> Result<Written, Error> {
        let (period, at, is_scheduled) = match order {
            Order::Scheduled { every, scheduled_at } => {
                (Period::last_ended(every, scheduled_at, &self.zone), scheduled_at, true)
            }
            Order::Asked { period } => (period, Timestamp::now(), false),
        };
        let settings = self.configuration.current().await;
        let (document, common) = (&settings.sending, &settings.sending.common);
        let asked =
            Asked { period, zone: &self.zone, at, rules: &common.rules, declared: &settings.declared, until: None };
        let Answer::Ready(report) = reporting::report(&self.table, &asked).await? else {
            return Err("a report without a time limit is answered whole".into());
        };
        let mut files = self.write_report(&report, document.common.language).await?;
        if is_scheduled {
            self.announce(&report, document).await?;
            self.tell_news(&report, document).await?;
        }
        // Last, because it is the largest: what a reader waits for is there already.
        files.push(self.write_moments(&report).await?);
        files.extend(self.write_days(&report).await?);
        tracing::info!(period = %report.period.name, moments = report.coverage.moments, "report written");
        let verdict = report.verdict.sentence.get(&document.common.language).cloned().unwrap_or_default();
        Ok(Written { period: report.period.name.to_string(), files, verdict })
    }

    /// Tells each channel in its own language, once a period, however often the schedule fires.
    async fn announce(&self, report: &Report, document: &SendingDocument) -> Result<(), Error> {
        let period = report.period.name.to_string();
        let url = |language: Language| {
            self.public_url.as_ref().map(|base| format!("{base}/v1/reports/{period}?language={language}"))
        };
        let messages: Vec<_> = document
            .channels
            .receiving(Topic::Reports)
            .map(|channel| {
                (channel.name(), Message::Report(notice(report, channel.language(), url(channel.language()))))
            })
            .collect();
        let deliveries = self.table.announce(&period, &messages, &Announced::of(report), Timestamp::now()).await?;
        self.send(deliveries, document, &period).await;
        Ok(())
    }

    /// Sends what is to be told, as far as the time suffices; the rest is due.
    async fn send(&self, deliveries: Vec<Key>, document: &SendingDocument, what: &str) {
        let public_url = self.public_url.as_deref().unwrap_or_default();
        let outbox = Outbox { table: &self.table, document, zone: &self.zone, public_url, spans: &Spans::default() };
        let sent = outbox::send(&outbox, deliveries, SENDING_TIME_MAX).await;
        tracing::info!(what, ?sent, "announced");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_asks_for_what_ended_and_a_person_for_a_period() {
        let order = |text: &str| serde_json::from_str::<Order>(text);
        let Ok(Order::Scheduled { every, scheduled_at }) =
            order(r#"{"every": "week", "scheduled_at": "2026-11-23T06:00:00Z"}"#)
        else {
            panic!("the clock was not understood")
        };
        // A firing that comes hours late is about the same week.
        for late in [0, 7, 100] {
            let at = scheduled_at + jiff::SignedDuration::from_hours(late);
            let zone = TimeZone::get("Europe/Madrid").unwrap();
            assert_eq!(Period::last_ended(every, at, &zone).to_string(), "2026-W47", "{late} hours late");
        }
        let Ok(Order::Asked { period }) = order(r#"{"period": "2026-W46"}"#) else {
            panic!("a week was not understood")
        };
        assert_eq!(period.to_string(), "2026-W46");
        for slip in
            ["{}", r#"{"period": "2026-W60"}"#, r#"{"every": "fortnight", "scheduled_at": "2026-11-23T06:00:00Z"}"#]
        {
            assert!(order(slip).is_err(), "{slip}");
        }
    }
}
