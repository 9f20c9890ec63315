//! Where mail may be handed in. The same guard as for web addresses, with the ports and schemes of mail.

use url::{Host, Url};

use super::{Forbidden, URL_BYTES_MAX, is_here, may_be_public};

/// A mail server as written, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address.
    pub host: Host,
    /// Its port.
    pub port: u16,
    /// How the connection is made secure.
    pub security: Security,
}

/// How a connection to a mail server is made secure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Encrypted from the first byte (`smtps`).
    Implicit,
    /// Encrypted before anything is said, or not at all (`smtp`).
    StartTls,
    /// Not encrypted: local stack and tests only (`smtp` to a loopback address).
    None,
}

/// Checks a mail server as written: `smtps://host:465` or `smtp://host:587`; both ports may be left out.
///
/// With `allow_loopback` (the local stack) any port is fine for a loopback address, and `smtp` is not encrypted there.
pub fn check_mail_server(text: &str, allow_loopback: bool) -> Result<MailServer, Forbidden> {
    if text.len() > URL_BYTES_MAX {
        return Err(Forbidden::NotUrl);
    }
    let url = Url::parse(text).map_err(|_| Forbidden::NotUrl)?;
    let (port, secured) = match url.scheme() {
        "smtps" => (465, Security::Implicit),
        "smtp" => (587, Security::StartTls),
        _ => return Err(Forbidden::MailScheme),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Forbidden::UserInfo);
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(Forbidden::MailPath);
    }
    // The standard of URLs leaves the hosts of such schemes as they are written: read them as it reads those of https.
    let host = Host::parse(url.host_str().unwrap_or_default()).map_err(|_| Forbidden::NotUrl)?;
    let free = allow_loopback && is_here(&host);
    let port = url.port().unwrap_or(port);
    match port {
        465 | 587 | 1024.. => {}
        1.. if free => {}
        _ => return Err(Forbidden::MailPort),
    }
    if !free && !may_be_public(&host) {
        return Err(Forbidden::NotPublic);
    }
    let security = if free && secured == Security::StartTls { Security::None } else { secured };
    Ok(MailServer { host, port, security })
}
