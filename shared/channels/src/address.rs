//! Where a message may go: the guard against server-side request forgery (OWASP SSRF cheat sheet). Pure: resolves
//! nothing.
//!
//! An address is judged twice: as written, when the configuration is loaded, and as resolved, each time a connection
//! is made, which is then made to the very addresses judged. Only global unicast addresses pass. Addresses that carry
//! an IPv4 address inside (mapped, NAT64, 6to4, Teredo) are refused whatever is inside.

mod mail;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

pub use mail::{MailServer, Security, check_mail_server};

/// Longest address taken, in bytes.
const URL_BYTES_MAX: usize = 2048;

/// Why an address is refused. Says the rule, never the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// Not a URL.
    #[error("must be a URL of at most 2048 bytes")]
    NotUrl,
    /// Not `https`.
    #[error("must be https")]
    Scheme,
    /// A name or password before the host.
    #[error("must not carry a user name or password")]
    UserInfo,
    /// A port that other services than web servers listen on.
    #[error("must use port 443 or a port from 1024")]
    Port,
    /// Neither `smtps` nor `smtp`, for mail.
    #[error("must be smtps or smtp")]
    MailScheme,
    /// A port that mail is not submitted to.
    #[error("must use port 465, 587 or a port from 1024")]
    MailPort,
    /// More than a mail server needs.
    #[error("must be nothing but smtps:// or smtp://, a host and a port")]
    MailPath,
    /// An address that is not on the public internet.
    #[error("must be on the public internet")]
    NotPublic,
}

/// Checks an address as written.
///
/// With `allow_loopback` (the local stack) `http` and any port are fine for `127.0.0.0/8`, `::1` and `localhost`,
/// and for nothing else.
pub fn check_url(text: &str, allow_loopback: bool) -> Result<Url, Forbidden> {
    if text.len() > URL_BYTES_MAX {
        return Err(Forbidden::NotUrl);
    }
    let url = Url::parse(text).map_err(|_| Forbidden::NotUrl)?;
    // An https URL always has a host.
    let host = url.host().ok_or(Forbidden::Scheme)?;
    let here = is_here(&host);
    let free = here && allow_loopback;
    if url.scheme() != "https" && !(free && url.scheme() == "http") {
        return Err(Forbidden::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Forbidden::UserInfo);
    }
    match url.port_or_known_default() {
        Some(443 | 1024..) => {}
        Some(1..) if free => {}
        _ => return Err(Forbidden::Port),
    }
    if free || may_be_public(&host) { Ok(url) } else { Err(Forbidden::NotPublic) }
}

/// Tells whether a host as written is this machine.
fn is_here<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => is_localhost(name.as_ref()),
    }
}

/// Tells whether a host as written may be on the public internet; what a name resolves to is checked when it is.
fn may_be_public<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Ipv4(ip) => is_public((*ip).into()),
        Host::Ipv6(ip) => is_public((*ip).into()),
        Host::Domain(name) => !is_localhost(name.as_ref()),
    }
}

/// Checks what a name resolved to: all of it must be public, or loopback where the name is `localhost` and allowed.
///
/// One bad address refuses them all: a name that points both outside and inside is not to be trusted with either.
pub fn check_addresses(name: &str, addresses: &[SocketAddr], allow_loopback: bool) -> Result<(), Forbidden> {
    let free = allow_loopback && is_localhost(name);
    let allowed = |address: &SocketAddr| if free { address.ip().is_loopback() } else { is_public(address.ip()) };
    if !addresses.is_empty() && addresses.iter().all(allowed) { Ok(()) } else { Err(Forbidden::NotPublic) }
}

fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Tells whether an address is global unicast (IANA special-purpose registries, RFC 6890).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !RESERVED_V4.iter().any(|(network, bits)| within(ip, *network, *bits)),
        IpAddr::V6(ip) => {
            // Everything outside 2000::/3 is reserved, local, multicast, mapped or NAT64.
            (ip.segments()[0] & 0xe000) == 0x2000 && !RESERVED_V6.iter().any(|(net, bits)| within6(ip, *net, *bits))
        }
    }
}

#[rustfmt::skip]
const RESERVED_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),          // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),         // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),      // shared by carriers (CGNAT)
    (Ipv4Addr::new(127, 0, 0, 0), 8),        // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),     // link-local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),      // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),       // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),       // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),     // 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),     // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),      // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24),    // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),     // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),        // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),        // reserved, broadcast
];

#[rustfmt::skip]
const RESERVED_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),       // protocol assignments, Teredo, benchmarks
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32),  // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),       // 6to4
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),       // documentation
];

fn within(ip: Ipv4Addr, network: Ipv4Addr, bits: u32) -> bool {
    (ip.to_bits() ^ network.to_bits()) >> (32 - bits) == 0
}

fn within6(ip: Ipv6Addr, network: Ipv6Addr, bits: u32) -> bool {
    (ip.to_bits() ^ network.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests;
