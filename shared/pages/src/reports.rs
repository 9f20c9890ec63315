//! The page that lists which reports there are. Knows nothing of what is in them.

use askama::Template;
use domain::period::{Every, Period};
use domain::vocabulary::Language;
use domain::wording::capitalized;

use crate::style::{FORM, Style};

#[derive(Template)]
#[template(path = "reports.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
    groups: Vec<Group>,
}

struct Group {
    title: &'static str,
    lines: Vec<Line>,
}

struct Line {
    label: String,
    href: String,
    over: bool,
}

/// Lists periods with their addresses, each with whether it is over.
pub fn html(periods: &[(Period, String, bool)], language: Language) -> String {
    let titles = [
        (Every::Week, language.reports_weeks()),
        (Every::Month, language.reports_months()),
        (Every::Day, language.reports_days()),
        (Every::Quarter, language.reports_quarters()),
        (Every::Year, language.reports_years()),
    ];
    let group = |(every, title): (Every, &'static str)| Group {
        title,
        lines: periods
            .iter()
            .filter(|(period, ..)| period.every() == Some(every))
            .map(|(period, href, over)| Line {
                label: capitalized(&period.label(language)),
                href: href.clone(),
                over: *over,
            })
            .collect(),
    };
    crate::rendered(&Page { language, style: &FORM, groups: titles.into_iter().map(group).collect() })
}

#[derive(Template)]
#[template(path = "report_missing.html")]
struct MissingPage<'a> {
    language: Language,
    style: &'a Style,
    text: &'a str,
}

/// Renders a page that says why a link shows no report.
pub fn missing(text: &str, language: Language) -> String {
    crate::rendered(&MissingPage { language, style: &FORM, text })
}

/// Returns the `Content-Security-Policy` to send with any of them.
pub fn content_security_policy() -> &'static str {
    &FORM.policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_each_period_and_says_which_is_still_open() {
        let week: Period = "2026-W47".parse().unwrap();
        let page = html(&[(week, "/v1/reports/2026-W47.html".into(), false)], Language::English);
        assert!(page.contains("href=\"/v1/reports/2026-W47.html\"") && page.contains("in progress"));
        let over = html(&[(week, "/x".into(), true)], Language::Spanish);
        assert!(over.contains("Semanas") && !over.contains("en curso"));
    }
}
