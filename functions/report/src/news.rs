//! What left its normal range, told to the channels when it is noticed and not again while it lasts: each day looks, so nobody waits for
//! Monday. Judges nothing.

use domain::alerting::{Message, Topic};
use domain::vocabulary::Language;
use jiff::Timestamp;
use recovery::outbox::SendingDocument;
use reports::Report;
use reports::monitoring::News;
use runtime::function::Error;
use serde::{Deserialize, Serialize};

use crate::Reporter;

/// Weeks in which the same series is not told again.
const TOLD_WEEKS: i64 = 4;

/// That a series was told.
#[derive(Serialize, Deserialize)]
struct Told {
    announced_at: Timestamp,
}

impl Reporter {
    /// Tells each channel that gets reports, once, with where the moments behind it are.
    pub(crate) async fn tell_news(&self, report: &Report, document: &SendingDocument) -> Result<(), Error> {
        for news in report.monitoring.iter().flat_map(|monitoring| monitoring.news()) {
            if self.is_told(&news).await? {
                continue;
            }
            let notice = |language: Language| {
                let path = news.rows.iter().map(|(name, value)| format!("{name}={value}&")).collect::<String>();
                let url = self
                    .public_url
                    .as_ref()
                    .map(|base| format!("{base}/v1/reports/{}/moments?{path}language={language}", news.since));
                news.notice(language, url)
            };
            let channels = document.channels.receiving(Topic::Reports);
            let messages: Vec<_> =
                channels.map(|channel| (channel.name(), Message::Report(notice(channel.language())))).collect();
            let now = Timestamp::now();
            let deliveries = self.table.announce(&news.name(0), &messages, &Told { announced_at: now }, now).await?;
            self.send(deliveries, document, "what left its range").await;
        }
        Ok(())
    }

    /// Looks whether it was told in the weeks before: the week in which it is noticed may move while facts come in.
    async fn is_told(&self, news: &News<'_>) -> Result<bool, Error> {
        for weeks in 0..=TOLD_WEEKS {
            if self.table.announced::<Told>(&news.name(weeks)).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
