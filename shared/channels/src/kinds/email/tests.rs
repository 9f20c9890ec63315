//! What a mail reader and a mail server would make of hostile and of endless text.

use crate::kit::hostile::{check, rendered, whole_letters};
use crate::kit::opened::{Kind, Letter, Rendered};

#[test]
fn a_mail_shows_it_as_it_stands() {
    check(Kind::named("email"), |_, rendered| {
        let Rendered::Letter(letter, _) = rendered else { panic!("mail is a letter") };
        headers_are_ours(&letter);
        tags_are_ours(&letter.html);
        for line in letter.text.lines() {
            for trick in ["Bcc:", "#", "- ", "1.", ">", "."] {
                assert!(!line.starts_with(trick), "{line}");
            }
            assert!(!line.contains(['\r', '\u{202e}', '\u{2066}']), "{line}");
        }
    });
}

#[test]
fn a_mail_server_takes_it() {
    for rendered in rendered(Kind::named("email")) {
        assert!(rendered.size() < 1 << 20, "{}", rendered.size());
        let Rendered::Letter(letter, bytes) = rendered else { panic!("mail is a letter") };
        assert!(bytes.is_ascii());
        // RFC 5322: at most 998 letters between two ends of lines.
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
        whole_letters(&letter.text);
        assert!(letter.text.contains('…'));
    }
}

fn headers_are_ours(letter: &Letter) {
    let mut names: Vec<&str> = letter.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let ours = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
    assert_eq!(names, ours);
    assert_eq!(letter.header("To"), "ana@example.com");
}

fn tags_are_ours(html: &str) {
    let ours = [
        "!doctype", "html", "head", "meta", "title", "body", "h1", "h2", "p", "strong", "table", "tr", "th", "td",
        "div", "a",
    ];
    for tag in html.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap();
        let name = inside.trim_start_matches('/').split(' ').next().unwrap();
        assert!(ours.contains(&name), "{tag}");
        assert!(!inside.contains("onerror") && inside.matches('"').count() % 2 == 0, "{tag}");
        if let Some((_, address)) = inside.split_once("href=\"") {
            assert!(address.starts_with("https://"), "{tag}");
        }
    }
}

#[test]
fn the_check_of_tags_would_see_an_unescaped_one() {
    let seen = |html: &'static str| std::panic::catch_unwind(|| tags_are_ours(html)).is_err();
    assert!(seen("<p>x<script>alert(1)</script></p>") && seen("<p><a href=\"javascript:x\">x</a></p>"));
    assert!(!seen("<p><a href=\"https://m.example.com\">x</a></p>"));
}
