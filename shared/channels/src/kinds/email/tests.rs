//! What a mail reader and a mail server would make of hostile and of endless text.

use domain::alerting::Message;
use domain::vocabulary::Language;

use crate::kit::examples::every_message;
use crate::kit::hostile::{check, rendered, whole_letters};
use crate::kit::opened::{Kind, Letter, Rendered, style};

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
    names.retain(|name| !["List-Unsubscribe", "References"].contains(name));
    let ours = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
    assert_eq!(names, ours);
    assert_eq!(letter.header("To"), "ana@example.com");
}

fn tags_are_ours(html: &str) {
    let ours = [
        "!doctype", "html", "head", "meta", "title", "body", "h1", "h2", "p", "strong", "table", "tr", "th", "td",
        "div", "a", "br",
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

/// What a person reads in HTML: its text without tags, entities read, each run of blanks one.
fn read_aloud(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut text = String::new();
    for (index, piece) in body.split('<').enumerate() {
        let shown = piece.split_once('>').map_or(if index == 0 { "" } else { piece }, |(_, shown)| shown);
        text.push(' ');
        text.push_str(shown);
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
    ];
    let text = entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    text.replace("&#38;", "&").replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn both_parts_of_a_mail_say_the_same_and_no_line_break_depends_on_a_style() {
    for &language in Language::ALL {
        for (name, message) in every_message(language) {
            let rendered = Kind::named("email").render(&message, &style(language));
            let Rendered::Letter(letter, _) = rendered else { panic!("mail is a letter") };
            let html = read_aloud(&letter.html);
            for line in letter.text.lines().filter(|line| !line.trim().is_empty()) {
                // An address stands behind its label there, and a label in a cell of its own.
                let shown = line.split("https://").next().unwrap().trim().trim_end_matches(':');
                for piece in shown.split(": ") {
                    assert!(html.contains(piece.trim()), "{name} {language}: {piece} in {html}");
                }
            }
            assert!(!letter.html.contains("pre-line") && !letter.html.contains("pre-wrap"), "Outlook knows neither");
        }
    }
}

#[test]
fn mails_about_one_case_stand_in_one_thread_and_about_two_in_two() {
    let letter = |message: &Message| match Kind::named("email").render(message, &style(Language::English)) {
        Rendered::Letter(letter, _) => letter,
        Rendered::Json(..) => panic!("mail is a letter"),
    };
    let mut cases = std::collections::BTreeSet::new();
    for (name, message) in every_message(Language::English) {
        let letter = letter(&message);
        let header =
            |wanted: &str| letter.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        match message.case_id() {
            Some(case) => {
                assert!(header("Subject").unwrap().ends_with(case), "{name}: {:?}", header("Subject"));
                cases.insert(header("References").unwrap());
            }
            None => assert_eq!(header("References"), None, "{name}"),
        }
        let is_regular = matches!(message, Message::Report(_));
        assert_eq!(header("List-Unsubscribe").is_some(), is_regular, "{name}");
    }
    assert_eq!(cases.len(), 1);
    let Some((_, Message::Alert(mut alert))) = every_message(Language::English).into_iter().next() else {
        panic!("the first example is an alert")
    };
    alert.case_id = "5b1e77d0-2".to_owned();
    let other = letter(&Message::Alert(alert));
    assert!(other.header("Subject").ends_with("5b1e77d0-2") && !cases.contains(other.header("References")));
}

#[test]
fn the_check_of_tags_would_see_an_unescaped_one() {
    let seen = |html: &'static str| std::panic::catch_unwind(|| tags_are_ours(html)).is_err();
    assert!(seen("<p>x<script>alert(1)</script></p>") && seen("<p><a href=\"javascript:x\">x</a></p>"));
    assert!(!seen("<p><a href=\"https://m.example.com\">x</a></p>"));
}
