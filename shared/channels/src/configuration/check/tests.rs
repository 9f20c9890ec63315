use super::super::Topic;
use super::*;
use domain::vocabulary::Language;

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
    assert_eq!(channels[0].receives, Topic::all());
    assert_eq!(channels[0].style.language, Language::English);
    assert!(!channels[0].style.show_customer && channels[1].style.show_customer);
    assert_eq!(channels[1].receives, [Topic::Alerts]);
    assert!(matches!(&channels[1].kind, Kind::Webhook(_, secrets) if secrets.len() == 2));
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
    assert_eq!(problems(&slack), "channel c: secret is for webhooks only: a slack address is itself the secret");
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
