//! The moments of a period as CSV, however many there are. What can be read while somebody waits and is small is answered at
//! once. The rest is kept in the object store, part after part: each request goes on where the last one stopped, and the
//! one that comes to the end links to the whole. An export that was begun is gone on with for ten minutes; it says what was
//! known while it was made.

use std::pin::pin;
use std::time::Instant;

use domain::period::Period;
use futures::TryStreamExt;
use jiff::Timestamp;
use pages::Visit;
use pages::report::{csv_header, csv_rows};
use runtime::http::problem::Problem;
use store::moments::parts_of;

use crate::Reader;
use crate::form::Form;
use crate::large::{DIRECT_BYTES_MAX, LINK_VALID_FOR, Underway, not_kept};

/// Bytes that are held until they are kept as a part, but for what the part of a day adds.
const PART_BYTES: usize = 16 * 1024 * 1024;

/// Seconds for which an export is gone on with, and for which a finished one is given again.
const WINDOW_S: i64 = 600;

/// The whole in one file.
const WHOLE: &str = "whole.csv";

/// The moments of a period as a table.
pub(crate) enum Export {
    Whole(Vec<u8>),
    /// Where it is, because it is too large to be answered.
    Linked(String),
    /// How far it has come.
    Underway(Underway),
}

/// What is kept of an export: files that follow each other, and the part of the period after them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kept {
    folder: String,
    files: Vec<String>,
    next: usize,
    has_whole: bool,
}

impl Reader {
    /// Exports the moments of a period, or a stretch of them: as many as are read until a time, and one part of a day at
    /// least, so that asking again always gets further.
    pub(crate) async fn export(
        &self,
        period: Period,
        visit: &Visit,
        now: Timestamp,
        until: Instant,
    ) -> Result<Export, Problem> {
        let names = if visit.is_confined() { Some(self.names().await?) } else { None };
        let parts: Vec<String> = parts_of(period.days()).collect();
        let mut kept = self.kept(period, visit, now, parts.len()).await?;
        let mut text = if kept.next == 0 { csv_header(Vec::new()).map_err(Problem::internal)? } else { Vec::new() };
        let begin = kept.next;
        for (at, part) in parts.iter().enumerate().skip(begin) {
            let mut pages = pin!(self.table.pages_of_part(part.clone()));
            while let Some(mut page) = pages.try_next().await.map_err(|error| Problem::of_table(&error))? {
                let touchpoints = self.said_of(&page, visit).await?;
                if let Some(names) = &names {
                    page = page.into_iter().map(|moment| moment.under_pseudonym(names)).collect();
                }
                let rows = page.iter().zip(touchpoints.iter().map(Option::as_ref));
                text = csv_rows(rows, &self.zone, text).map_err(Problem::internal)?;
            }
            let (is_last, is_late) = (at + 1 == parts.len(), Instant::now() >= until);
            // A folder signs no links and is swept by nobody: what is on a laptop is answered whole if there is time for it.
            let can_link = self.objects.can_link();
            if is_last && kept.files.is_empty() && (text.len() <= DIRECT_BYTES_MAX || !can_link) {
                return Ok(Export::Whole(text));
            }
            if is_last || is_late || (can_link && text.len() > PART_BYTES) {
                self.keep(&mut kept, at + 1, std::mem::take(&mut text)).await?;
            }
            if is_late && !is_last {
                let days = period.days().count();
                return Ok(Export::Underway(Underway::new((at + 1) * days / parts.len(), days)));
            }
        }
        self.finished(&kept).await
    }

    /// Finds what is kept of an export that was begun lately.
    async fn kept(&self, period: Period, visit: &Visit, now: Timestamp, parts: usize) -> Result<Kept, Problem> {
        let kind = if visit.is_confined() { "pseudonyms" } else { "moments" };
        let window = now.as_second() / WINDOW_S;
        let mut kept = Kept::default();
        // What was begun in the window before is finished, and then made anew.
        for window in [window - 1, window] {
            let folder = format!("large/{window}/{period}-{kind}");
            let listed = self.objects.list(&folder).await.map_err(|error| not_kept(&error))?;
            kept = Kept::of(folder, &listed);
            if kept.next > 0 && kept.next < parts {
                break;
            }
        }
        Ok(kept)
    }

    async fn keep(&self, kept: &mut Kept, next: usize, text: Vec<u8>) -> Result<(), Problem> {
        let path = format!("{}/{:06}-{next:06}.csv", kept.folder, kept.next);
        self.objects.put(&path, Form::Csv.content_type(), text).await.map_err(|error| not_kept(&error))?;
        kept.files.push(path);
        kept.next = next;
        Ok(())
    }

    /// Links to the whole; where the store cannot sign links, answers with it.
    async fn finished(&self, kept: &Kept) -> Result<Export, Problem> {
        let mut whole = format!("{}/{WHOLE}", kept.folder);
        match kept.files.as_slice() {
            [only] => whole.clone_from(only),
            _ if kept.has_whole => {}
            files => {
                let mut writer = self.objects.writer(&whole, Form::Csv.content_type());
                for file in files {
                    let text = self.objects.read(file).await.map_err(|error| not_kept(&error))?;
                    writer.write(text).await.map_err(|error| not_kept(&error))?;
                }
                writer.finish().await.map_err(|error| not_kept(&error))?;
            }
        }
        match self.objects.link(&whole, LINK_VALID_FOR).await.map_err(|error| not_kept(&error))? {
            Some(link) => Ok(Export::Linked(link)),
            None => self.objects.read(&whole).await.map(Export::Whole).map_err(|error| not_kept(&error)),
        }
    }
}

impl Kept {
    /// Puts the files of a folder in order. Two readers at once may have begun at the same place: the one that came further counts.
    fn of(folder: String, listed: &[String]) -> Self {
        let has_whole = listed.iter().any(|path| path.ends_with(WHOLE));
        let mut kept = Self { folder, has_whole, ..Self::default() };
        let from = |first: usize| {
            let spans = listed.iter().filter_map(|path| Some((span(path)?, path)));
            spans.filter(|((begin, next), _)| *begin == first && *next > first).max_by_key(|((_, next), _)| *next)
        };
        while let Some(((_, next), path)) = from(kept.next) {
            kept.files.push(path.clone());
            kept.next = next;
        }
        kept
    }
}

/// Reads from the name of a file which part of the period it begins with, and which one comes after it.
fn span(path: &str) -> Option<(usize, usize)> {
    let (first, next) = path.rsplit('/').next()?.strip_suffix(".csv")?.split_once('-')?;
    Some((first.parse().ok()?, next.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_put_in_order_and_who_came_further_counts() {
        let listed =
            ["f/000007-000009.csv", "f/000000-000003.csv", "f/000003-000007.csv", "f/000003-000005.csv", "f/whole.csv"];
        let listed: Vec<String> = listed.map(str::to_owned).into();
        let kept = Kept::of("f".into(), &listed);
        assert_eq!(kept.files, ["f/000000-000003.csv", "f/000003-000007.csv", "f/000007-000009.csv"]);
        assert_eq!((kept.next, kept.has_whole), (9, true));
        let gap = Kept::of("f".into(), &["f/000001-000002.csv".to_owned(), "f/x-y.csv".to_owned()]);
        assert_eq!((gap.files.len(), gap.next, gap.has_whole), (0, 0, false));
    }
}
