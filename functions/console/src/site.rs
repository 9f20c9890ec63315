//! Where a request came to and from: the address of the site as the browser has it, and whether there is TLS. Trusts what the
//! gateway says, and no header that a caller writes.

use std::net::IpAddr;

use crate::session::Place;

/// Where a request came to, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// The site's address, such as `https://moments.example.com`, without a slash at its end.
    pub(crate) address: String,
    /// Its host, with its port if it has one.
    pub(crate) host: String,
    /// Whether it is this machine, without TLS.
    pub(crate) is_plain: bool,
    /// Whether everything runs on a laptop.
    pub(crate) is_laptop: bool,
    /// The address that the request came from.
    pub(crate) from: String,
    browser: String,
}

impl Site {
    pub(crate) fn new(host: &str, from: &str, browser: &str, public_url: Option<&str>, is_laptop: bool) -> Self {
        let is_plain = is_laptop && is_here(host);
        let address = match public_url {
            // The public address may be one of several names; at this machine's own it is not used.
            Some(url) if !is_plain => url.trim_end_matches('/').to_owned(),
            _ if is_plain => format!("http://{host}"),
            _ => format!("https://{host}"),
        };
        Self {
            address,
            host: host.to_ascii_lowercase(),
            is_plain,
            is_laptop,
            from: from.to_owned(),
            browser: browser.to_owned(),
        }
    }

    /// Returns what a session is bound to.
    pub(crate) fn place(&self) -> Place<'_> {
        Place { host: &self.host, browser: &self.browser }
    }

    /// Returns whether the request came from this very machine to this very machine, on a laptop.
    pub(crate) fn is_own_machine(&self) -> bool {
        self.is_plain && self.from.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

/// Returns whether a host is `localhost` or an address: what nobody can point elsewhere.
fn is_here(host: &str) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(host: &str, from: &str, is_laptop: bool) -> Site {
        Site::new(host, from, "x", Some("https://moments.example.com/"), is_laptop)
    }

    #[test]
    fn only_a_laptop_that_is_asked_by_its_own_address_goes_without_tls() {
        for host in ["127.0.0.1:8787", "localhost", "[::1]:8787"] {
            let here = site(host, "127.0.0.1", true);
            assert!(here.is_plain && here.is_own_machine() && here.address == format!("http://{host}"), "{host}");
            assert!(!site(host, "127.0.0.1", false).is_plain, "{host} in a deployment");
        }
        assert!(!site("127.0.0.1:8787", "10.0.0.7", true).is_own_machine());
        let public = site("moments.example.com", "127.0.0.1", true);
        assert!(!public.is_plain && !public.is_own_machine());
        assert_eq!(public.address, "https://moments.example.com");
        for host in ["127.0.0.1.evil.example", "localhost.evil.example", ""] {
            assert!(!site(host, "127.0.0.1", true).is_plain, "{host}");
        }
    }
}
