use super::*;

use Forbidden::{NotPublic, NotUrl, Port, Scheme, UserInfo};

#[test]
fn addresses_as_written_pass_or_name_the_rule_they_break() {
    let rows: &[(&str, Result<(), Forbidden>)] = &[
        ("https://hooks.slack.com/services/T/B/x", Ok(())),
        ("https://hooks.example.com:443/x", Ok(())),
        ("https://hooks.example.com:8443/x", Ok(())),
        ("https://hooks.example.com:1024/x", Ok(())),
        ("https://93.184.215.14/x", Ok(())),
        ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/x", Ok(())),
        ("https://hooks.example.com:1023/x", Err(Port)),
        ("https://hooks.example.com:22/x", Err(Port)),
        ("https://hooks.example.com:25/x", Err(Port)),
        ("https://hooks.example.com:80/x", Err(Port)),
        ("https://hooks.example.com:0/x", Err(Port)),
        ("http://hooks.example.com/x", Err(Scheme)),
        ("ftp://hooks.example.com/x", Err(Scheme)),
        ("file:///etc/passwd", Err(Scheme)),
        ("data:text/plain,x", Err(Scheme)),
        ("gopher://hooks.example.com/x", Err(Scheme)),
        ("https://user@hooks.example.com/x", Err(UserInfo)),
        ("https://:pass@hooks.example.com/x", Err(UserInfo)),
        ("https://hooks.slack.com@evil.example/x", Err(UserInfo)),
        ("", Err(NotUrl)),
        ("hooks.slack.com/x", Err(NotUrl)),
        ("https://", Err(NotUrl)),
        ("https://exa mple.com/", Err(NotUrl)),
        ("https://256.1.1.1/", Err(NotUrl)),
        ("https://localhost/x", Err(NotPublic)),
        ("https://LOCALHOST./x", Err(NotPublic)),
        ("https://api.localhost/x", Err(NotPublic)),
        ("https://127.0.0.1/x", Err(NotPublic)),
        ("https://127.255.255.254/x", Err(NotPublic)),
        ("https://2130706433/x", Err(NotPublic)),
        ("https://0x7f000001/x", Err(NotPublic)),
        ("https://0177.0.0.1/x", Err(NotPublic)),
        ("https://127.1/x", Err(NotPublic)),
        ("https://①②⑦.0.0.1/x", Err(NotPublic)),
        ("https://169.254.169.254/latest/meta-data", Err(NotPublic)),
        ("https://[::1]/x", Err(NotPublic)),
        ("https://[::ffff:127.0.0.1]/x", Err(NotPublic)),
        ("https://[fd00:ec2::254]/x", Err(NotPublic)),
        ("https://10.0.0.1:8443/x", Err(NotPublic)),
    ];
    for (text, expected) in rows {
        assert_eq!(check_url(text, false).map(|_| ()), *expected, "{text}");
    }
    assert_eq!(check_url(&format!("https://hooks.example.com/{}", "x".repeat(2048)), false).unwrap_err(), NotUrl);
}

#[test]
fn the_local_switch_frees_loopback_and_nothing_else() {
    let rows: &[(&str, Result<(), Forbidden>)] = &[
        ("http://127.0.0.1:8787/inbox", Ok(())),
        ("http://localhost:8787/inbox", Ok(())),
        ("http://localhost/inbox", Ok(())),
        ("http://[::1]:9000/", Ok(())),
        ("https://127.0.0.1:9000/", Ok(())),
        ("https://hooks.slack.com/x", Ok(())),
        ("http://hooks.example.com/", Err(Scheme)),
        ("http://localhost.example.com/", Err(Scheme)),
        ("http://192.168.0.1/", Err(Scheme)),
        ("https://192.168.0.1/", Err(NotPublic)),
        ("http://0.0.0.0:80/", Err(Scheme)),
        ("ftp://127.0.0.1/", Err(Scheme)),
        ("http://127.0.0.1:0/", Err(Port)),
        ("http://user@127.0.0.1/", Err(UserInfo)),
    ];
    for (text, expected) in rows {
        assert_eq!(check_url(text, true).map(|_| ()), *expected, "{text}");
    }
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

#[test]
fn one_bad_address_refuses_the_name() {
    let of = |texts: &[&str]| -> Vec<SocketAddr> {
        texts.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 443)).collect()
    };
    let check = |name, addresses: &[&str], local| check_addresses(name, &of(addresses), local);
    assert_eq!(check("hooks.example.com", &["1.1.1.1", "2606:4700::1111"], false), Ok(()));
    assert_eq!(check("hooks.example.com", &["1.1.1.1", "10.0.0.1"], false), Err(NotPublic));
    assert_eq!(check("hooks.example.com", &[], false), Err(NotPublic));
    assert_eq!(check("hooks.example.com", &["127.0.0.1"], true), Err(NotPublic));
    assert_eq!(check("localhost", &["127.0.0.1", "::1"], true), Ok(()));
    assert_eq!(check("localhost", &["127.0.0.1"], false), Err(NotPublic));
    assert_eq!(check("localhost", &["127.0.0.1", "10.0.0.1"], true), Err(NotPublic));
}
