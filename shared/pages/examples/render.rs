//! Writes pages of a made-up business to a folder, to be looked at: `cargo run -p pages --example render -- FOLDER`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "an example may stop at the first surprise")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::PathBuf;

use domain::vocabulary::Language;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder to write to"));
    std::fs::create_dir_all(&folder).unwrap();
    let moments = sample::moments();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let week = sample::report("2026-W47", "2026-11-23T05:15:00Z", &moments);
    let day = sample::report("2026-11-18", "2026-11-18T20:00:00Z", &moments);
    let month = sample::report("2026-11", "2026-11-20T05:15:00Z", &moments);
    let empty = sample::report("2025-W02", "2026-11-23T05:15:00Z", &moments);
    for (name, language) in [("en", Language::English), ("es", Language::Spanish)] {
        for (period, report) in [("week", &week), ("day", &day), ("month", &month), ("empty", &empty)] {
            write(&format!("{period}-{name}.html"), pages::report::html(report, language, &pages::Visit::default()));
            let details = pages::report::details_html(report, language, &pages::Visit::default());
            write(&format!("{period}-details-{name}.html"), details);
        }
        write(&format!("thanks-{name}.html"), pages::thanks::html(language));
        let errors = [("rating.csat", "must be a whole number from 1 to 5"), ("occurred_at", "lies in the future")];
        write(&format!("form-error-{name}.html"), pages::form_error::html(&errors, language));
    }
    let csv =
        pages::report::csv(moments.iter().map(|moment| (moment, None)), &jiff::tz::TimeZone::UTC, Vec::new()).unwrap();
    std::fs::write(folder.join("moments.csv"), csv).unwrap();
}
