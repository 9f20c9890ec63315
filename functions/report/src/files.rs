//! The files of a report: a page, the numbers, and the moments behind them.

use domain::report::Report;
use domain::vocabulary::Language;
use pages::Visit;
use pages::report::CsvWriter;
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

    /// Writes the moments of the period as CSV, day by day, and returns the path. Its text is all that is held.
    pub(crate) async fn write_moments(&self, report: &Report) -> Result<String, Error> {
        let mut csv = CsvWriter::new(Vec::new())?;
        for date in report.period.name.days() {
            let mut written = Ok(());
            self.table
                .moments_of(date, |moment| {
                    if written.is_ok() {
                        written = csv.write(&moment);
                    }
                })
                .await?;
            written?;
        }
        self.write_file(report, "csv", "text/csv; charset=utf-8", csv.finish()?).await
    }

    async fn write_file(
        &self,
        report: &Report,
        ending: &str,
        content_type: &'static str,
        body: Vec<u8>,
    ) -> Result<String, Error> {
        let path = format!("reports/{}.{ending}", report.period.name);
        self.objects.put(&path, content_type, body).await?;
        Ok(path)
    }
}
