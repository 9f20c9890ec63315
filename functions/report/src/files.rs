//! The files of a report: a page, the numbers, and the moments behind them.

use std::pin::pin;

use domain::period::Every;
use domain::vocabulary::Language;
use futures::TryStreamExt;
use pages::Visit;
use pages::report::{csv_header, csv_rows};
use reports::Report;
use runtime::function::Error;

use crate::Reporter;

impl Reporter {
    /// Writes the page and the numbers, and returns their paths. Writing them again replaces them.
    pub(crate) async fn write_report(&self, report: &Report, language: Language) -> Result<Vec<String>, Error> {
        let page = pages::report::html(report, language, &Visit::default()).into_bytes();
        let numbers = serde_json::to_vec_pretty(report)?;
        Ok(vec![
            self.write_file(report, "html", "text/html; charset=utf-8", page).await?,
            self.write_file(report, "json", "application/json", numbers).await?,
        ])
    }

    /// Writes the moments of the period as CSV, page by page, and returns the path. Customers are under their pseudonyms: the
    /// file lies in the bucket for years. Who they are is for whoever asks `read` with a key.
    pub(crate) async fn write_moments(&self, report: &Report) -> Result<String, Error> {
        let names = self.table.pseudonyms().await?;
        let path = path_of(report, "csv");
        let mut file = self.objects.writer(&path, "text/csv; charset=utf-8");
        file.write(csv_header(Vec::new())?).await?;
        let mut pages = pin!(self.table.pages_of(report.period.name.days()));
        while let Some(page) = pages.try_next().await? {
            let page = page.into_iter().map(|moment| (moment.under_pseudonym(&names), None));
            file.write(csv_rows(page, &self.zone, Vec::new())?).await?;
        }
        file.finish().await?;
        Ok(path)
    }

    /// Writes the moments of each day of the period, a file a day. Only of a day or a week, which the schedule writes: a year would
    /// write all of its days again.
    pub(crate) async fn write_days(&self, report: &Report) -> Result<Vec<String>, Error> {
        if !matches!(report.period.name.every(), Some(Every::Day | Every::Week)) {
            return Ok(Vec::new());
        }
        let names = self.table.pseudonyms().await?;
        let mut paths = Vec::new();
        for day in report.days.iter().filter(|day| day.moments > 0) {
            paths.push(lake::write_day(&self.objects, (&self.table, &names), (day.date, &self.zone)).await?);
        }
        Ok(paths)
    }

    async fn write_file(
        &self,
        report: &Report,
        ending: &str,
        content_type: &'static str,
        body: Vec<u8>,
    ) -> Result<String, Error> {
        let path = path_of(report, ending);
        self.objects.put(&path, content_type, body).await?;
        Ok(path)
    }
}

fn path_of(report: &Report, ending: &str) -> String {
    format!("reports/{}.{ending}", report.period.name)
}
