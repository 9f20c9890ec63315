//! Hostile and endless text on every kind of channel: it is shown, and what can be done stays. How it has to look on one kind
//! stands in the tests of its folder.

use domain::vocabulary::Language;

use crate::kit::examples::every_message_saying;
use crate::kit::hostile::{check, endless, rendered};
use crate::kit::opened::{Kind, links_of, style};

#[test]
fn hostile_text_is_shown_by_every_kind_of_channel() {
    for kind in Kind::all() {
        check(kind, |_, _| {});
    }
}

#[test]
fn endless_text_is_one_message_of_bounded_size_wherever_people_read() {
    for kind in Kind::all().filter(|kind| kind.is_read_by_people()) {
        for rendered in rendered(kind) {
            assert!((1..1 << 20).contains(&rendered.size()), "{kind:?} {}", rendered.size());
            assert!(!rendered.whole().contains('\u{fffd}'), "{kind:?}");
        }
    }
}

#[test]
fn what_can_be_done_is_never_cut() {
    for kind in Kind::all().filter(|kind| kind.is_read_by_people()) {
        for message in every_message_saying(&endless(), Language::English) {
            let shown = kind.render(&message, &style(Language::English)).whole();
            for link in links_of(&message) {
                assert!(shown.contains(&format!("/v1/act/{}?t=s3cr3t-link", link.action.as_str())), "{kind:?}");
            }
        }
    }
}
