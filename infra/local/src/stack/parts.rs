//! The steps of a start that stand for themselves: address, folder, time zone, functions.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::engine::{Engine, REGION, damaged};
use crate::error::Error;
use crate::functions::Registry;
use crate::invoke::Invoker;
use crate::private;
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

/// The embedded table's file in the data folder, and what SQLite keeps beside it.
const TABLE: &str = "moments.db";
const BESIDE_TABLE: [&str; 2] = ["moments.db-wal", "moments.db-shm"];
/// The other files with customers' words in the data folder, and the folders.
const INBOX: &str = "inbox.jsonl";
const FOLDERS: [&str; 3] = ["objects", READERS, "failed"];
/// The folder of the places that the stream's readers have come to.
const READERS: &str = "readers";

/// Makes the data folder and returns its absolute path. Customers' words are in there: whatever was made by a careless
/// umask before is taken away from other users. A folder that was there itself stays as it is, because it may be anybody's.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::file(folder, error);
    private::folder(folder).map_err(failed)?;
    let data = folder.canonicalize().map_err(failed)?;
    for inner in FOLDERS.map(|inner| data.join(inner)) {
        private::folder(&inner).and_then(|()| private::tighten(&inner)).map_err(|error| Error::file(&inner, error))?;
    }
    let table = data.join(TABLE);
    refuse_emptied(&table, &data.join(READERS))?;
    for file in [table, data.join(INBOX)] {
        private::open(&file).map_err(|error| Error::file(&file, error))?;
    }
    for file in BESIDE_TABLE.map(|file| data.join(file)) {
        private::tighten(&file).map_err(|error| Error::file(&file, error))?;
    }
    Ok(data)
}

/// Refuses a table that was cut to nothing: to SQLite it would be a new one. Readers that have come somewhere tell it from
/// one that is.
fn refuse_emptied(table: &Path, readers: &Path) -> Result<(), Error> {
    let is_empty = std::fs::metadata(table).is_ok_and(|file| file.len() == 0);
    let has_readers = || std::fs::read_dir(readers).is_ok_and(|mut entries| entries.next().is_some());
    if is_empty && has_readers() { Err(damaged(table)) } else { Ok(()) }
}

/// Leaves what opens the embedded table where its owner finds it, and nobody else.
pub(super) fn leave_credentials(engine: &Engine, data: &Path) -> Result<(), Error> {
    let credentials = engine.credentials();
    let text = format!(
        "AWS_ENDPOINT_URL_DYNAMODB={}\nAWS_REGION={REGION}\nAWS_ACCESS_KEY_ID={}\nAWS_SECRET_ACCESS_KEY={}\n",
        engine.endpoint(),
        credentials.key_id(),
        credentials.secret(),
    );
    let file = data.join("table.env");
    private::write(&file, &text).map_err(|error| Error::file(&file, error))
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
