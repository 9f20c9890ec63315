//! The files of a report: a page, the numbers, and the moments behind them.

use domain::moment::Moment;
use domain::report::Report;
use domain::vocabulary::Language;
use runtime::function::Error;

use crate::Reporter;

impl Reporter {
    /// Writes the three files and returns their paths. Writing them again replaces them.
    pub(crate) async fn write_files(&self, report: &Report, language: Language) -> Result<Vec<String>, Error> {
        let moments = self.moments(report).await?;
        let csv = pages::report::csv(&moments, Vec::new())?;
        let forms = [
            ("html", "text/html; charset=utf-8", pages::report::html(report, language).into_bytes()),
            ("json", "application/json", serde_json::to_vec_pretty(report)?),
            ("csv", "text/csv; charset=utf-8", csv),
        ];
        let mut files = Vec::new();
        for (ending, content_type, body) in forms {
            let path = format!("reports/{}.{ending}", report.period.name);
            self.objects.put(&path, content_type, body).await?;
            files.push(path);
        }
        Ok(files)
    }

    async fn moments(&self, report: &Report) -> Result<Vec<Moment>, Error> {
        let mut moments = Vec::new();
        for date in report.period.name.days() {
            self.table.moments_of(date, |moment| moments.push(moment)).await?;
        }
        Ok(moments)
    }
}
