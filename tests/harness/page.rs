//! A page of another origin, such as somebody's shop: a small real server that shows one page at every address.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What a page shows until it is told otherwise.
const EMPTY: &str = "<title>elsewhere</title>elsewhere";

/// A running page.
pub struct Page {
    /// Its origin, such as `http://127.0.0.1:50123`.
    pub origin: String,
    html: Arc<Mutex<String>>,
    server: JoinHandle<()>,
}

impl Page {
    /// Starts a page on a free port of this machine.
    pub async fn start() -> Self {
        let html = Arc::new(Mutex::new(EMPTY.to_owned()));
        let router = Router::new().fallback(answer).with_state(html.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the page is served");
        });
        Self { origin, html, server }
    }

    /// Shows this from now on.
    pub fn show(&self, html: impl Into<String>) {
        *self.html.lock().unwrap_or_else(PoisonError::into_inner) = html.into();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(html): State<Arc<Mutex<String>>>) -> Html<String> {
    Html(html.lock().unwrap_or_else(PoisonError::into_inner).clone())
}
