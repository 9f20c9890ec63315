//! Invokes a function as Lambda does: with a time-out, a context of its own, and without letting its panic out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_runtime::Context;
use runtime::function::Function;

use crate::engine::{ACCOUNT, REGION};

/// A started function and how long it may run.
#[derive(Clone)]
pub(crate) struct Invoker {
    /// Its name in the template.
    pub(crate) id: String,
    /// The name of its program.
    pub(crate) program: String,
    function: Function,
    timeout: Duration,
}

/// Why an invocation gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvokeError {
    /// The function returned an error.
    #[error("{0}")]
    Failed(String),
    /// It ran longer than the template allows.
    #[error("ran longer than {0:?}")]
    TimedOut(Duration),
    /// It panicked; on Lambda the process would be replaced.
    #[error("panicked")]
    Panicked,
}

impl Invoker {
    /// Takes a started function.
    pub(crate) fn new(id: &str, program: &str, function: Function, timeout: Duration) -> Self {
        Self { id: id.to_owned(), program: program.to_owned(), function, timeout }
    }

    /// Returns the function's ARN, as its context and failure records name it.
    pub(crate) fn arn(&self) -> String {
        format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{}", self.id)
    }

    /// Sends the JSON text of an event and waits for the JSON text of the answer.
    ///
    /// A caller that stops waiting does not stop the function.
    pub(crate) async fn invoke(&self, event: String) -> Result<String, InvokeError> {
        let mut context = Context::default();
        context.request_id = uuid::Uuid::new_v4().to_string();
        context.invoked_function_arn = self.arn();
        let deadline = SystemTime::now() + self.timeout;
        let deadline_ms = deadline.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        context.deadline = u64::try_from(deadline_ms).unwrap_or(u64::MAX);

        let function = self.function.clone();
        let running = tokio::spawn(async move { function.invoke(event, context).await });
        let abort = running.abort_handle();
        let answer = match tokio::time::timeout(self.timeout, running).await {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(error))) => Err(InvokeError::Failed(error.to_string())),
            Ok(Err(_)) => Err(InvokeError::Panicked),
            Err(_) => {
                abort.abort();
                Err(InvokeError::TimedOut(self.timeout))
            }
        };
        if let Err(error) = &answer {
            tracing::warn!(function = %self.id, %error, "invocation failed");
        }
        answer
    }
}
