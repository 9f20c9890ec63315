//! How names are looked up. Checks no address.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

pub(crate) type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;
/// Looks a name up.
pub(crate) type Lookup = Arc<dyn Fn(String) -> Found + Send + Sync>;

/// Looks names up as the system does.
pub(crate) fn system() -> Lookup {
    Arc::new(|name| Box::pin(system_lookup(name)))
}

async fn system_lookup(name: String) -> io::Result<Vec<SocketAddr>> {
    // Port 0 stands for the URL's own.
    Ok(tokio::net::lookup_host((name, 0)).await?.collect())
}
