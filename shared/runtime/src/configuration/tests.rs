//! What a document may say, and what it is told when it is wrong.

use domain::vocabulary::Language;

use super::keys::PUBLISHABLE_PER_MINUTE;
use super::*;

#[test]
fn an_empty_document_is_a_configuration_without_keys() {
    let document = Document::parse("").unwrap();
    assert!(document.write_keys.is_empty() && document.read_keys.is_empty());
    assert_eq!(document.language, Language::English);
}

#[test]
fn a_refused_part_is_named_with_its_line_and_nothing_is_quoted() {
    for (first, second, told) in [
        ("language = 'en'", "\n[links]\nkey = 4815162342", "part 2: line 3: "),
        ("language = 'hunter2'", "", "part 1: line 1: "),
        (
            "[links]\nkey = 'hunter2hunter2hunter2hunter2hunter2'",
            "[links]\nkey = 'hunter2hunter2hunter2hunter2hunter3'",
            "part 2: line 2: links.key: is given in more than one part",
        ),
        (
            "[[read_keys]]\nkey = 'hunter2hunter2hunter2'\nname = 'a'",
            "[[case_keys]]\nkey = 'hunter2hunter2hunter2'\nname = 'b'",
            "part 2: line 2: this key is a read key and a case key",
        ),
    ] {
        let parts = [first.to_owned(), second.to_owned()];
        let refused = Document::read(&Parts::new(parts.to_vec(), Place::Aws)).map(|_| ()).unwrap_err().to_string();
        assert!(refused.starts_with(told), "`{refused}` does not say `{told}`");
        assert!(!refused.contains("hunter2") && !refused.contains("4815162342"), "{refused}");
    }
}

#[test]
fn a_deployment_refuses_what_is_fit_for_a_laptop_only() {
    let keys = |write: &str, read: &str, case: &str| {
        format!(
            "[[write_keys]]\nkey = '{write}'\nname = 'web'\nkind = 'secret'\n[[read_keys]]\nkey = '{read}'\n\
             name = 'me'\n[[case_keys]]\nkey = '{case}'\nname = 'desk'\n"
        )
    };
    let (write, read, case) = ("sk_0123456789abcdef", "rk_0123456789abcdef", "0123456789abcdef");
    for (document, told) in [
        (keys("a", "a", "a"), "line 2: a write key must have at least 16 characters"),
        (keys(write, "rk_0123456789", case), "line 6: a read key must have at least 16"),
        (keys(case, read, case), "line 9: this key is a write key and a case key"),
        (format!("allow_loopback_channels = true\n{}", keys(write, read, case)), "allow_loopback_channels"),
    ] {
        let parse = |place| {
            Document::read(&Parts::new(vec![document.clone()], place)).map(|_| ()).map_err(|error| error.to_string())
        };
        let refused = parse(Place::Aws).unwrap_err();
        assert!(refused.contains(told) && !refused.contains("0123456789"), "{refused}");
        assert_eq!(parse(Place::Laptop), Ok(()));
        assert_eq!(parse(Place::Emulator).is_ok(), told == "allow_loopback_channels", "{document}");
    }
    Document::read(&Parts::new(vec![keys(write, read, case)], Place::Aws)).unwrap();
    // Two keys of one role may be the same text only if that is a slip that does no harm.
    let wrong = keys("rk_0123456789abcdef", "rk_0123456789abcdeg", case);
    let refused = Document::parse(&wrong).unwrap_err().to_string();
    assert!(refused.contains("line 2: a write key of this kind begins with sk_"), "{refused}");
}

#[test]
fn a_publishable_key_has_a_quota_even_if_nobody_set_one() {
    let key = |kind: &str, more: &str| {
        let text = format!("[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = '{kind}'\n{more}");
        Document::parse(&text).unwrap().write_keys[0].requests_per_minute
    };
    assert_eq!(key("publishable", ""), Some(PUBLISHABLE_PER_MINUTE));
    assert_eq!(key("publishable", "requests_per_minute = 3"), Some(3));
    assert_eq!(key("publishable", "requests_per_minute = 0"), Some(0));
    assert_eq!(key("secret", ""), None);
}

#[test]
fn a_wrong_document_says_the_line_and_quotes_nothing() {
    for (text, told) in [
        ("language = 'en'\nevent_prefix = hunter2\n", "line 2"),
        ("\n[[write_keys]]\nkey = 'hunter2'\nname = 'Web'\nkind = 'secret'", "line 4: the name of a write key"),
        ("[[write_keys]]\nkey = 'hunter2'\nname = 'web'\nkind = 'public'", "line 4"),
        ("[[write_keys]]\nkey = ''\nname = 'web'\nkind = 'secret'", "line 2: a write key is empty"),
        (
            "[[write_keys]]\nkey = 'hunter2'\nname = 'web'\nkind = 'secret'\norigins = ['https://a.b/']",
            "`https://a.b/` is not an exact origin",
        ),
        (
            "\n[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'publishable'\nidentity_secrets = [{id = 'a', secret = 'hunter2'}]",
            "line 6: write key web: identity_secrets: a secret must have at least 32 characters",
        ),
        (
            "[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'secret'\nidentity_secrets = [{id = 'a', secret = 'hunter2'}]",
            "line 5: write key web: identity_secrets: a secret key needs none",
        ),
        (
            "[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'publishable'\nsigning_secret = 'hunter2'",
            "line 5: write key web: signing_secret: only a secret key has one",
        ),
        (
            "[[write_keys]]\nkey = 'k'\nname = 'web'\nkind = 'secret'\nsigning_secret = ['hunter2']",
            "line 5: write key web: signing_secret: must be whsec_ and 24 to 64 bytes in base64",
        ),
        ("[[read_keys]]\nkey = ''\nname = 'me'", "line 2: a read key is empty"),
        ("[[read_keys]]\nkey = 4815162342\nname = 'me'", "line 2: expected a string"),
        ("[[write_keys]]\nkey = 'a'\nname = 'web'\nkind = 'hunter2'", "line 4: expected `publishable` or `secret`"),
        ("colour = 'red'", "line 1"),
        ("language = 'en'\n[types.delivery]\nimportance = 9", "line 3: types.delivery.importance: must be from 1 to 5"),
        ("[rules.gap]\nmagic_mean_min = 'hunter2'", "line 2: rules.gap.magic_mean_min: must be a number"),
    ] {
        let error = Document::parse(text).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(told), "`{error}` does not say `{told}`");
        assert!(!error.contains("hunter2") && !error.contains("4815162342"), "{error}");
    }
}

#[test]
fn properties_to_break_failures_down_by_are_few_short_and_there_once() {
    let read = |list: &str| Document::parse(&format!("[breakdowns]\nproperties = [{list}]"));
    assert_eq!(read("'seller', 'category'").unwrap().breakdowns, ["seller", "category"]);
    for (list, told) in [
        ("'a', 'b', 'c', 'd', 'e'", "at most 4"),
        ("'a', ''", "1 to 40 characters"),
        ("'a', 'b', 'a'", "is there twice"),
        ("'0123456789012345678901234567890123456789x'", "1 to 40 characters"),
    ] {
        let refused = read(list).map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains(told) && refused.starts_with("line 2"), "{refused}");
    }
    assert!(Document::parse("[breakdowns]\nproperty = ['a']").is_err());
}

#[test]
fn a_message_is_kept_until_it_is_surely_sent() {
    assert_eq!(Document::parse("messages_days = 7").unwrap().messages_days, Some(7));
    let refused = Document::parse("messages_days = 6").map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("messages_days: must be at least 7"), "{refused}");
}
