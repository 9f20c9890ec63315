use super::*;

use Forbidden::{MailPath, MailPort, MailScheme, NotPublic, NotUrl, Port, Scheme, UserInfo};

/// A place as an operator wrote it, what its name resolves to, and what becomes of it. The one table of what is refused:
/// with the local switch and without.
struct Place {
    url: &'static str,
    resolves_to: &'static [&'static str],
    deployed: Verdict,
    local: Verdict,
}

type Verdict = Result<(), Forbidden>;

/// The same with and without the local switch.
const fn place(url: &'static str, resolves_to: &'static [&'static str], verdict: Verdict) -> Place {
    Place { url, resolves_to, deployed: verdict, local: verdict }
}

/// Refused, but for the local stack.
const fn local(url: &'static str, resolves_to: &'static [&'static str], deployed: Forbidden, local: Verdict) -> Place {
    Place { url, resolves_to, deployed: Err(deployed), local }
}

/// An address that needs no resolving.
const ITSELF: &[&str] = &[];
const PUBLIC: &[&str] = &["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"];

#[rustfmt::skip]
const PLACES: &[Place] = &[
    // Allowed.
    place("https://hooks.slack.com/services/T/B/x", PUBLIC, Ok(())),
    place("https://prod-1.westeurope.logic.azure.com:443/workflows/x?sig=y", PUBLIC, Ok(())),
    place("https://hooks.example.com:8443/x", PUBLIC, Ok(())),
    place("https://hooks.example.com:1024/x", PUBLIC, Ok(())),
    place("https://bücher.example/x", PUBLIC, Ok(())),
    place("https://93.184.215.14/x", ITSELF, Ok(())),
    place("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/x", ITSELF, Ok(())),
    place("smtps://smtp.example.com", PUBLIC, Ok(())),
    place("smtp://email-smtp.eu-west-1.amazonaws.com:587", PUBLIC, Ok(())),
    place("smtps://email-smtp.eu-west-1.amazonaws.com:2465", PUBLIC, Ok(())),
    place("smtps://93.184.215.14/", ITSELF, Ok(())),
    // The wrong door.
    place("https://hooks.example.com:1023/x", PUBLIC, Err(Port)),
    place("https://hooks.example.com:22/x", PUBLIC, Err(Port)),
    place("https://hooks.example.com:25/x", PUBLIC, Err(Port)),
    place("https://hooks.example.com:80/x", PUBLIC, Err(Port)),
    place("https://hooks.example.com:0/x", PUBLIC, Err(Port)),
    place("smtp://smtp.example.com:25", PUBLIC, Err(MailPort)),
    place("smtp://smtp.example.com:0", PUBLIC, Err(MailPort)),
    place("smtps://smtp.example.com:443", PUBLIC, Err(MailPort)),
    // The wrong language.
    place("http://hooks.example.com/x", PUBLIC, Err(Scheme)),
    place("ftp://hooks.example.com/x", PUBLIC, Err(Scheme)),
    place("file:///etc/passwd", ITSELF, Err(Scheme)),
    place("data:text/plain,x", ITSELF, Err(Scheme)),
    place("gopher://hooks.example.com/x", PUBLIC, Err(Scheme)),
    place("http://localhost.example.com/", PUBLIC, Err(Scheme)),
    place("http://192.168.0.1/", ITSELF, Err(Scheme)),
    place("http://0.0.0.0:80/", ITSELF, Err(Scheme)),
    place("ftp://127.0.0.1/", ITSELF, Err(Scheme)),
    // Somebody else's name, or none.
    place("https://user@hooks.example.com/x", PUBLIC, Err(UserInfo)),
    place("https://:pass@hooks.example.com/x", PUBLIC, Err(UserInfo)),
    place("https://hooks.slack.com@evil.example/x", PUBLIC, Err(UserInfo)),
    place("smtps://user:pass@smtp.example.com", PUBLIC, Err(UserInfo)),
    place("smtps://smtp.example.com/in", PUBLIC, Err(MailPath)),
    place("smtps://smtp.example.com?tls=none", PUBLIC, Err(MailPath)),
    place("", ITSELF, Err(NotUrl)),
    place("hooks.slack.com/x", ITSELF, Err(NotUrl)),
    place("https://", ITSELF, Err(NotUrl)),
    place("https://exa mple.com/", ITSELF, Err(NotUrl)),
    place("https://256.1.1.1/", ITSELF, Err(NotUrl)),
    place("smtps://", ITSELF, Err(NotUrl)),
    place("smtps://256.1.1.1", ITSELF, Err(NotUrl)),
    // Written so as to lead inside.
    place("https://169.254.169.254/latest/meta-data", ITSELF, Err(NotPublic)),
    place("https://[fd00:ec2::254]/x", ITSELF, Err(NotPublic)),
    place("https://10.0.0.1:8443/x", ITSELF, Err(NotPublic)),
    place("https://192.168.0.1/", ITSELF, Err(NotPublic)),
    place("https://[::ffff:127.0.0.1]/x", ITSELF, Err(NotPublic)),
    place("https://[::ffff:169.254.169.254]/x", ITSELF, Err(NotPublic)),
    place("https://[64:ff9b::a00:1]/x", ITSELF, Err(NotPublic)),
    place("https://[2002:a00:1::]/x", ITSELF, Err(NotPublic)),
    place("https://0xa9fea9fe/x", ITSELF, Err(NotPublic)),
    place("https://0/x", ITSELF, Err(NotPublic)),
    place("smtps://10.0.0.1", ITSELF, Err(NotPublic)),
    place("smtps://0xa9fea9fe", ITSELF, Err(NotPublic)),
    place("smtp://[fe80::1]:587", ITSELF, Err(NotPublic)),
    // This machine: only for the local stack.
    local("https://localhost/x", &["127.0.0.1", "::1"], NotPublic, Ok(())),
    local("https://LOCALHOST./x", &["127.0.0.1"], NotPublic, Ok(())),
    local("https://api.localhost/x", &["127.0.0.1"], NotPublic, Ok(())),
    local("https://127.0.0.1:9000/", ITSELF, NotPublic, Ok(())),
    local("https://127.255.255.254/x", ITSELF, NotPublic, Ok(())),
    local("https://2130706433/x", ITSELF, NotPublic, Ok(())),
    local("https://0x7f000001/x", ITSELF, NotPublic, Ok(())),
    local("https://0177.0.0.1/x", ITSELF, NotPublic, Ok(())),
    local("https://127.1/x", ITSELF, NotPublic, Ok(())),
    local("https://①②⑦.0.0.1/x", ITSELF, NotPublic, Ok(())),
    local("https://[::1]/x", ITSELF, NotPublic, Ok(())),
    local("http://127.0.0.1:8787/inbox", ITSELF, Scheme, Ok(())),
    local("http://localhost/inbox", &["127.0.0.1"], Scheme, Ok(())),
    local("http://[::1]:9000/", ITSELF, Scheme, Ok(())),
    local("http://127.0.0.1:0/", ITSELF, Scheme, Err(Port)),
    local("http://user@127.0.0.1/", ITSELF, Scheme, Err(UserInfo)),
    local("smtp://127.0.0.1:25", ITSELF, MailPort, Ok(())),
    local("smtp://localhost:2525", &["127.0.0.1"], NotPublic, Ok(())),
    local("smtps://127.1:2525", ITSELF, NotPublic, Ok(())),
    // Names that resolve inside, in part or not at all.
    place("https://rebind.example/x", &["10.0.0.1"], Err(NotPublic)),
    place("https://rebind.example/x", &["169.254.169.254"], Err(NotPublic)),
    place("https://rebind.example/x", &["127.0.0.1"], Err(NotPublic)),
    place("https://rebind.example/x", &["::1"], Err(NotPublic)),
    place("https://rebind.example/x", &["::ffff:10.0.0.1"], Err(NotPublic)),
    place("https://rebind.example/x", &["fd12:3456:789a::1"], Err(NotPublic)),
    place("https://rebind.example/x", &["100.64.0.1"], Err(NotPublic)),
    place("https://rebind.example/x", &["1.1.1.1", "10.0.0.1"], Err(NotPublic)),
    place("https://rebind.example/x", &["1.1.1.1", "2606:4700::1111", "::"], Err(NotPublic)),
    place("https://nobody.example/x", &[], Err(NotPublic)),
    place("smtps://rebind.example", &["192.168.1.25"], Err(NotPublic)),
    place("smtps://rebind.example", &["1.1.1.1", "0.0.0.0"], Err(NotPublic)),
    local("http://localhost:8787/", &["127.0.0.1", "10.0.0.1"], Scheme, Err(NotPublic)),
    local("http://localhost:8787/", &["93.184.215.14"], Scheme, Err(NotPublic)),
    local("smtp://localhost:2525", &["10.0.0.1"], NotPublic, Err(NotPublic)),
];

/// Judges a place as the senders do: as written, and as resolved where it is a name.
fn judge(url: &str, resolves_to: &[&str], allow_loopback: bool) -> Verdict {
    let host = if url.starts_with("smtp") {
        check_mail_server(url, allow_loopback)?.host
    } else {
        check_url(url, allow_loopback)?.host().unwrap().to_owned()
    };
    let Host::Domain(name) = host else { return Ok(()) };
    let addresses: Vec<SocketAddr> =
        resolves_to.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 443)).collect();
    check_addresses(&name, &addresses, allow_loopback)
}

#[test]
fn every_place_is_allowed_or_names_the_rule_it_breaks() {
    for Place { url, resolves_to, deployed, local } in PLACES {
        assert_eq!(judge(url, resolves_to, false), *deployed, "{url} at {resolves_to:?}, deployed");
        assert_eq!(judge(url, resolves_to, true), *local, "{url} at {resolves_to:?}, local");
    }
    assert!(PLACES.len() >= 80);
    for start in ["https://hooks.example.com/", "smtps://hooks.example.com/"] {
        assert_eq!(judge(&format!("{start}{}", "x".repeat(2048)), PUBLIC, false), Err(NotUrl));
    }
}

#[test]
fn mail_is_encrypted_everywhere_but_on_this_machine() {
    let security = |url: &str, local: bool| check_mail_server(url, local).map(|server| (server.port, server.security));
    assert_eq!(security("smtps://smtp.example.com", true), Ok((465, Security::Implicit)));
    assert_eq!(security("smtp://smtp.example.com", true), Ok((587, Security::StartTls)));
    assert_eq!(security("smtp://93.184.215.14", true), Ok((587, Security::StartTls)));
    assert_eq!(security("smtp://localhost:2525", true), Ok((2525, Security::None)));
    assert_eq!(security("smtps://127.0.0.1:2525", true), Ok((2525, Security::Implicit)));
    assert_eq!(security("https://smtp.example.com", true), Err(MailScheme));
    assert_eq!(security("smtp://localhost:2525", false), Err(NotPublic));
}

#[test]
fn addresses_as_resolved_must_be_public_to_the_last_bit_of_each_network() {
    let public = [
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2001:200::",
        "2001:db7:ffff::1",
        "2001:db9::",
        "2003::1",
        "2606:4700::1111",
        "3ffe:ffff::1",
        "3fff:1000::",
    ];
    let reserved = [
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "3fff:fff::1",
        "1fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
    ];
    for text in public {
        assert!(is_public(text.parse().unwrap()), "{text}");
    }
    for text in reserved {
        assert!(!is_public(text.parse().unwrap()), "{text}");
    }
}
