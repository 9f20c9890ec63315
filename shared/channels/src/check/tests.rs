use domain::alerting::Topic;
use domain::vocabulary::Language;

use super::*;

const KEY: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

fn read(text: &str) -> Result<Vec<Channel>, InvalidChannels> {
    #[derive(Deserialize)]
    struct Document {
        channels: Vec<ChannelConfiguration>,
    }
    let document: Document = toml::from_str(text).unwrap();
    check(&document.channels, &Options::default())
}

fn problems(text: &str) -> String {
    read(text).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_channel_needs_little_and_may_say_more() {
    let channels = read(&format!(
        "[[channels]]\nname = 'cx-team'\nkind = 'slack'\nurl = 'https://hooks.slack.com/services/x'\n\
         [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://crm.example.com/in'\nsecret = ['{KEY}', '{KEY}']\n\
         show_customer = true\nreceives = ['alerts']\nlanguage = 'es'\n"
    ))
    .unwrap();
    assert_eq!(channels[0].receives, [Topic::Alerts, Topic::Escalations, Topic::Reports]);
    assert_eq!(channels[0].style.language, Language::English);
    assert!(!channels[0].style.show_customer && channels[1].style.show_customer);
    assert_eq!(channels[1].receives, [Topic::Alerts]);
    assert_eq!(channels[1].about.name, "webhook");
}

#[test]
fn every_problem_is_named_at_once_without_address_or_secret() {
    let text = "[[channels]]\nname = 'CX team'\nkind = 'slack'\nurl = 'http://hooks.example.com/s3cr3t'\n\
         [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://10.0.0.1/s3cr3t'\nsecret = 's3cr3t'\n\
         [[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://crm.example.com/s3cr3t'\n";
    assert_eq!(
        problems(text),
        "channel 1: name must be 1 to 40 of a-z, 0-9 and -; channel 1: url must be https; \
         channel crm: url must be on the public internet; \
         channel crm: secret must be `whsec_` followed by the base64 of at least 24 bytes; \
         channel crm: name is used twice; channel crm: secret must be one text or a list of two"
    );
}

#[test]
fn secrets_are_one_or_two_and_only_for_webhooks() {
    let webhook = |secret: &str| {
        format!("[[channels]]\nname = 'c'\nkind = 'webhook'\nurl = 'https://c.example.com'\nsecret = {secret}\n")
    };
    assert!(read(&webhook(&format!("'{KEY}'"))).is_ok());
    assert!(read(&webhook(&format!("['{KEY}']"))).is_ok());
    for secret in ["[]".to_owned(), format!("['{KEY}', '{KEY}', '{KEY}']"), format!("['{KEY}', 'x']")] {
        assert!(problems(&webhook(&secret)).starts_with("channel c: secret must be"), "{secret}");
    }
    let slack = webhook(&format!("'{KEY}'")).replace("webhook", "slack");
    assert_eq!(problems(&slack), "channel c: secret is only for kind webhook; kind slack has url");
}

#[test]
fn names_are_bounded() {
    assert!(is_name("a") && is_name(&"a".repeat(40)) && is_name("cx-team-2"));
    for name in ["", &"a".repeat(41), "A", "a b", "a_b", "ñ"] {
        assert!(!is_name(name), "{name}");
    }
}

#[test]
fn a_printed_configuration_shows_no_secret() {
    let text = format!("name = 'c'\nkind = 'webhook'\nurl = 'https://c.example.com/s3cr3t'\nsecret = '{KEY}'");
    let configuration: ChannelConfiguration = toml::from_str(&text).unwrap();
    let printed = format!("{configuration:?}");
    assert!(!printed.contains("s3cr3t") && !printed.contains(KEY) && !printed.contains("c.example.com"), "{printed}");
}

const EMAIL: &str = "[[channels]]\nname = 'duty'\nkind = 'email'\nurl = 'smtps://post.example.com'\nuser = 'u'\n\
    password = 'p'\nfrom = 'Moments <alerts@example.com>'\nto = ['ana@example.com']\n";
const TEAMS: &str = "[[channels]]\nname = 'team'\nkind = 'teams'\nurl = 'https://t.example.com/x'\n";

#[test]
fn teams_needs_its_address_and_mail_its_server_and_addresses() {
    let channels = read(&format!("{EMAIL}{TEAMS}")).unwrap();
    assert_eq!(channels.iter().map(|channel| channel.about.name).collect::<Vec<_>>(), ["email", "teams"]);
    assert!(read(&EMAIL.replace("user = 'u'\npassword = 'p'\n", "")).is_ok());
    for (from, to, told) in [
        ("user = 'u'\n", "", "channel duty: user is missing: there is a password"),
        ("password = 'p'\n", "", "channel duty: password is missing: there is a user"),
        (
            "from = 'Moments <alerts@example.com>'\n",
            "",
            "channel duty: from must be an address such as alerts@example.com or Moments <alerts@example.com>",
        ),
        (
            "['ana@example.com']",
            "[]",
            "channel duty: to must be 1 to 20 addresses such as ana@example.com or Ana <ana@example.com>",
        ),
        ("smtps://post.example.com", "https://post.example.com", "channel duty: url must be smtps or smtp"),
        ("smtps://post.example.com", "smtps://10.0.0.1", "channel duty: url must be on the public internet"),
        (
            "kind = 'email'",
            "kind = 'email'\nsecret = 's'",
            "channel duty: secret is only for kind webhook; kind email has url, user, password, from, to",
        ),
    ] {
        assert_eq!(problems(&EMAIL.replace(from, to)), told);
    }
    let odd = format!(
        "{TEAMS}secret = '{KEY}'\nuser = 'u'\npassword = 'p'\nfrom = 'a@example.com'\nto = ['a@example.com']\n"
    );
    assert_eq!(
        problems(&odd),
        ["from", "password", "secret", "to", "user"]
            .map(|field| {
                let kind = if field == "secret" { "webhook" } else { "email" };
                format!("channel team: {field} is only for kind {kind}; kind teams has url")
            })
            .join("; ")
    );
}

#[test]
fn a_field_that_no_kind_has_is_refused_with_those_that_there_are() {
    assert_eq!(
        problems(&format!("{TEAMS}recieves = ['s3cr3t']\nlanguage = 'es'\n")),
        "channel team: recieves is unknown; kind teams has url and name, kind, show_customer, receives, language, fallback, \
         quiet_hours"
    );
    let shared = "show_customer = true\nreceives = ['alerts']\nlanguage = 'es'\nfallback = 'other'\n\
                  quiet_hours = { from = '22:00', to = '07:00' }\n";
    let table = format!("{TEAMS}{shared}{}", TEAMS.replace("'team'", "'other'"));
    assert!(SHARED_FIELDS.iter().all(|field| table.contains(&format!("{field} = "))));
    assert!(read(&table).is_ok());
}

#[test]
fn what_cannot_be_read_at_all_quotes_no_value_and_says_where() {
    for (text, told) in [
        ("name = 'c'\nkind = 'slack'", "missing field `url`"),
        ("name = 'c'\nurl = 'https://s3cr3t.example.com'", "missing field `kind`"),
        ("kind = 'slack'\nurl = 'https://s3cr3t.example.com'", "missing field `name`"),
    ] {
        let error = toml::from_str::<ChannelConfiguration>(text).unwrap_err();
        assert_eq!(error.message(), told);
    }
}

#[test]
fn a_fallback_is_another_channel_and_leads_nowhere_back() {
    let table = |name: &str, fallback: &str| {
        let fallback = if fallback.is_empty() { String::new() } else { format!("fallback = '{fallback}'\n") };
        format!("{}{fallback}", TEAMS.replace("'team'", &format!("'{name}'")))
    };
    let list = |links: &[(&str, &str)]| links.iter().map(|(name, to)| table(name, to)).collect::<String>();
    let channels = read(&list(&[("a", "b"), ("b", "c"), ("c", ""), ("d", "b")])).unwrap();
    assert_eq!(channels.iter().map(Channel::fallback).collect::<Vec<_>>(), [Some("b"), Some("c"), None, Some("b")]);
    assert_eq!(problems(&list(&[("a", "b")])), "channel a: fallback is no channel");
    assert_eq!(problems(&list(&[("a", "a")])), "channel a: fallback leads back to this channel");
    assert_eq!(
        problems(&list(&[("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")])),
        "channel a: fallback leads back to this channel; channel b: fallback leads back to this channel; \
         channel c: fallback leads back to this channel"
    );
}

#[test]
fn quiet_hours_are_read_and_their_problems_name_the_channel() {
    let hours = |text: &str| format!("{TEAMS}quiet_hours = {text}\n");
    let channels = read(&hours("{ from = '22:00', to = '07:00', except_severity = 4 }")).unwrap();
    let night = "2026-11-22T23:00:00Z".parse().unwrap();
    let until = |severity| channels[0].quiet_hours().unwrap().until(night, severity, &jiff::tz::TimeZone::UTC);
    assert_eq!(until(3).to_string(), "2026-11-23T07:00:00Z");
    assert_eq!(until(4), night);
    for (text, told) in [
        ("{ from = '22:00', to = '22:00' }", "quiet_hours from and to are the same"),
        ("{ from = '22', to = '07:00' }", "quiet_hours expected times such as 22:00 and 07:00"),
        (
            "{ from = '22:00', to = '07:00', except_severity = 7 }",
            "quiet_hours except_severity: must be from 1 to 5, or 6 for no exception",
        ),
        ("'s3cr3t'", "quiet_hours must be written as { from = \"22:00\", to = \"07:00\", except_severity = 5 }"),
    ] {
        assert_eq!(problems(&hours(text)), format!("channel team: {told}"));
    }
}

#[test]
fn a_channel_receives_what_it_says_or_everything_that_its_kind_can() {
    let webhook =
        format!("[[channels]]\nname = 'crm'\nkind = 'webhook'\nurl = 'https://crm.example.com/in'\nsecret = '{KEY}'\n");
    assert_eq!(read(&webhook).unwrap()[0].receives, Topic::ALL);
    assert_eq!(read(&format!("{webhook}receives = ['cases']\n")).unwrap()[0].receives, [Topic::Cases]);
    let refused = problems(&format!("{TEAMS}receives = ['alerts', 'cases']\n"));
    assert_eq!(refused, "channel team: receives has `cases`, which are for webhooks only");
    let of = |receives: &str| read(&format!("{TEAMS}{receives}")).unwrap()[0].receives.clone();
    assert_eq!(of(""), [Topic::Alerts, Topic::Escalations, Topic::Reports]);
    assert_eq!(of("receives = ['escalations']\n"), [Topic::Escalations]);
}
