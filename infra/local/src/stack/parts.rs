//! The steps of a start that stand for themselves: address, folder, time zone, functions.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::error::Error;
use crate::functions::Registry;
use crate::invoke::Invoker;
use crate::template::Template;
use crate::wiring::{self, Places};

/// Returns the address by which this machine reaches the server, also where it listens on every interface.
pub(super) fn own_address(mut listening: SocketAddr) -> String {
    match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listening.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listening.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{listening}")
}

/// Reads the template's time zone, by which days and reports are counted.
pub(super) fn time_zone(template: &Template) -> Result<TimeZone, Error> {
    let name = template.parameters.get("TimeZone").map_or("UTC", String::as_str);
    let refuse = |_| Error::failed("[parameters] TimeZone", format!("{name} is no time zone, such as Europe/Madrid"));
    TimeZone::get(name).map_err(refuse)
}

/// Makes the data folder and returns its absolute path.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, Error> {
    let mut made = std::fs::DirBuilder::new();
    made.recursive(true);
    // Customers' words are in there.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut made, 0o700);
    made.create(folder.join("objects")).and_then(|()| folder.canonicalize()).map_err(|error| Error::file(folder, error))
}

/// Starts the functions of the template, in its order.
pub(super) async fn start_functions(
    template: &Template,
    registry: &Registry,
    places: &Places<'_>,
) -> Result<Vec<Invoker>, Error> {
    let mut started = Vec::new();
    for spec in &template.functions {
        let refuse = |why: String| Error::Function { function: spec.program.clone(), why };
        let starter = registry.iter().find(|(name, _)| *name == spec.program).map(|(_, starter)| starter);
        let starter = starter.ok_or_else(|| refuse("this build does not contain it".to_owned()))?;
        let environment = wiring::environment(spec, template, places)?;
        let function = starter.start(environment).await.map_err(|error| refuse(error.to_string()))?;
        started.push(Invoker::new(&spec.id, &spec.program, function, spec.timeout));
    }
    Ok(started)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_every_interface_is_reached_by_loopback() {
        for (listening, own) in [
            ("0.0.0.0:8787", "http://127.0.0.1:8787"),
            ("[::]:8787", "http://[::1]:8787"),
            ("127.0.0.1:1", "http://127.0.0.1:1"),
            ("192.168.1.7:80", "http://192.168.1.7:80"),
        ] {
            assert_eq!(own_address(listening.parse().unwrap()), own);
        }
    }
}
