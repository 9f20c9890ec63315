//! Everything that is wrong with a document, each thing with its place. Changes nothing and quotes no value.

use console::ConsoleDocument;
use recovery::outbox::SendingDocument;
use runtime::configuration::{Complaint, InvalidDocument, Parts, Place, Whole};
use senders::Senders;

use super::ADDRESS;
use super::schema::schema;
use super::structure;

/// Returns everything that is wrong with a document where it will be used, in the order in which it stands there.
pub(crate) fn everything_wrong(text: &str, place: Place) -> Vec<Complaint> {
    // Any address of this machine does for being checked.
    let text = text.replace(ADDRESS, "http://127.0.0.1:8787");
    let parts = Parts::new(vec![text], place);
    let (mut whole, mut wrong) = parts.whole();
    let channels = count(&whole, "channels");
    wrong.extend(structure::check(&mut whole, &schema()));
    if count(&whole, "channels") < channels {
        // A route to a channel that was taken out would be blamed for it.
        whole.table_mut().remove("routes");
    }
    let of = |result: Result<(), InvalidDocument>| result.err().map(|InvalidDocument(all)| all).unwrap_or_default();
    wrong.extend(of(SendingDocument::of(&whole).map(drop)));
    wrong.extend(of(ConsoleDocument::of(&whole).map(drop)));
    wrong.extend(of(reporting::declared(&whole).map(drop)));
    if let Err(all) = Senders::of(whole.table(), place != Place::Laptop) {
        wrong.extend(all.into_iter().map(|one| whole.at(one.at, one.to_string())));
    }
    wrong.sort_by(|a, b| (a.position, &a.why).cmp(&(b.position, &b.why)));
    wrong.dedup();
    wrong
}

fn count(whole: &Whole<'_>, list: &str) -> usize {
    whole.table().get_ref().get(list).and_then(|list| list.get_ref().as_array()).map_or(0, |list| list.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, place: Place) -> Vec<String> {
        let all = everything_wrong(text, place).into_iter();
        all.map(|one| {
            let at = one.position.map(|at| format!("{}:{}: ", at.line, at.column)).unwrap_or_default();
            format!("{at}{}", one.why)
        })
        .collect()
    }

    #[test]
    fn the_printed_documents_are_right() {
        for text in [super::super::DEFAULT, super::super::MINIMAL] {
            assert_eq!(told(text, Place::Laptop), Vec::<String>::new());
        }
    }

    #[test]
    fn everything_is_listed_with_line_column_and_suggestion_and_nothing_is_quoted() {
        let text = "\
langauge = 'en'
retention_days = 'hunter2'
[[write_keys]]
key = 'hunter2-key'
name = 'Web'
kind = 'publishabel'
[[write_keys]]
key = 'hunter2-other'
name = 'web'
kind = 'secret'
origins = ['https://a.b/']
[links]
key = 'hunter2'
[[channels]]
name = 'team'
kind = 'slak'
url = 'https://hunter2.example'
[[channels]]
name = 'duty'
kind = 'slack'
[types.delivery]
importance = 9
stage = 'thrid'
[targets]
delivery.late = '5'
[senders.typeform]
secrte = 'hunter2'
[escalation]
acknowledge_hours = 0
[colours]
";
        let all = told(text, Place::Laptop);
        for expected in [
            "1:1: unknown key `langauge`; did you mean `language`?",
            "2:18: retention_days: must be a whole number",
            "6:8: write_keys[0].kind: must be one of publishable, secret; did you mean `publishable`?",
            "11:12: write key web: `https://a.b/` is not an exact origin, such as https://shop.example.com",
            "13:1: links.key: must have at least 32 characters",
            "16:8: channels[0].kind: must be one of slack, teams, google_chat, email, webhook; did you mean `slack`?",
            "18:1: channels[1]: `url` is missing",
            "22:1: types.delivery.importance: must be from 1 to 5",
            "23:9: types.delivery.stage: must be one of zero, first, second, ultimate",
            "25:10: targets.delivery.late: must be a percentage",
            "27:1: unknown key `senders.typeform.secrte`; did you mean `secret`?",
            "28:2: escalation: the hours must be above 0",
            "30:2: unknown key `colours`",
        ] {
            assert!(all.iter().any(|one| one.starts_with(expected)), "`{expected}` is not among {all:#?}");
        }
        assert!(!all.join("").contains("hunter2"), "{all:#?}");
    }

    #[test]
    fn what_is_fit_for_a_laptop_only_is_told_for_aws() {
        let all = told(super::super::MINIMAL, Place::Aws);
        assert!(all.iter().any(|one| one.contains("at least 16 characters")), "{all:#?}");
        assert_eq!(all.iter().filter(|one| one.contains("key")).count(), 5, "{all:#?}");
    }

    #[test]
    fn text_that_is_no_toml_is_told_and_the_rest_is_checked() {
        let all = told("language = \n[links]\nkey = 'short'\n", Place::Laptop);
        assert!(all[0].starts_with("1:"), "{all:#?}");
        assert!(all.iter().any(|one| one.contains("links.key")), "{all:#?}");
    }
}
