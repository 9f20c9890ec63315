//! Which program of the template is which function: the one list of what the local stack can run.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use runtime::environment::{Environment, StartError};
use runtime::function::Function;

type Starting = Pin<Box<dyn Future<Output = Result<Function, StartError>> + Send>>;

/// Starts one function, as its `main.rs` would.
#[derive(Clone)]
pub struct Starter(Arc<dyn Fn(Environment) -> Starting + Send + Sync>);

impl Starter {
    /// Wraps a function's `start`.
    pub fn new<F, Fut>(start: F) -> Self
    where
        F: Fn(Environment) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Function, StartError>> + Send + 'static,
    {
        Self(Arc::new(move |environment| Box::pin(start(environment))))
    }

    pub(crate) async fn start(&self, environment: Environment) -> Result<Function, StartError> {
        (self.0)(environment).await
    }
}

/// Programs by name, as the last part of `CodeUri` names them.
pub type Registry = Vec<(&'static str, Starter)>;

/// Returns every function of the suite.
pub fn all() -> Registry {
    vec![
        ("ingest", Starter::new(ingest::start)),
        ("classify", Starter::new(classify::start)),
        ("alert", Starter::new(alert::start)),
        ("deliver", Starter::new(deliver::start)),
        ("promises", Starter::new(promises::start)),
        ("erase", Starter::new(erase::start)),
        ("cases", Starter::new(cases::start)),
        ("report", Starter::new(report::start)),
        ("read", Starter::new(read::start)),
        ("verify", Starter::new(verify::start)),
        ("console", Starter::new(console::start)),
    ]
}
