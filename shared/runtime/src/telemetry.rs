//! What a function counts, as a line of its log in CloudWatch's embedded metric format: a line a batch or a request, so
//! that counting costs no call and no second line. Carries numbers and names of ours, nothing of a customer.

use std::fmt;
use std::future::Future;
use std::io::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::environment::Environment;

tokio::task_local! {
    static REQUEST: String;
}

/// Runs an invocation so that what it counts is told with its request id, by which the lines of a log belong together.
pub(crate) async fn within<F: Future>(request: String, invocation: F) -> F::Output {
    REQUEST.scope(request, invocation).await
}

/// Where counts go.
#[derive(Clone)]
pub struct Metrics {
    namespace: Option<Arc<str>>,
    lines: Arc<dyn Fn(&str) + Send + Sync>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").field("namespace", &self.namespace).finish_non_exhaustive()
    }
}

impl Metrics {
    /// Counts in the namespace that the variable `METRICS` names. Without one, as on a laptop, the line is an ordinary one
    /// of the log.
    pub fn of(environment: &Environment) -> Self {
        let namespace = environment.optional("METRICS").map(Arc::from);
        Self { namespace, lines: Arc::new(print) }
    }

    /// Counts into a function of the caller's, for tests.
    pub fn to(namespace: &str, lines: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { namespace: Some(namespace.into()), lines: Arc::new(lines) }
    }

    /// Says in one line what was done and how often. `fields` are for readers of the log; only `counts` become
    /// metrics, and zeros do too, so that a sum is never of nothing.
    pub fn count(&self, message: &str, fields: &[(&str, Value)], counts: &[(&str, usize)]) {
        let mut line = Map::new();
        for (name, value) in fields {
            line.insert((*name).to_owned(), value.clone());
        }
        for (name, count) in counts {
            line.insert((*name).to_owned(), json!(count));
        }
        let Some(namespace) = &self.namespace else {
            let counts = Value::Object(line);
            tracing::info!(%counts, "{message}");
            return;
        };
        let names: Vec<_> = counts.iter().map(|(name, _)| json!({"Name": name, "Unit": "Count"})).collect();
        let now = Timestamp::now();
        line.insert("timestamp".to_owned(), json!(now.to_string()));
        line.insert("level".to_owned(), json!("INFO"));
        line.insert("message".to_owned(), json!(message));
        if let Ok(request) = REQUEST.try_with(Clone::clone) {
            line.insert("requestId".to_owned(), json!(request));
        }
        let declared = json!({
            "Timestamp": now.as_millisecond(),
            "CloudWatchMetrics": [{"Namespace": &**namespace, "Dimensions": [[]], "Metrics": names}],
        });
        line.insert("_aws".to_owned(), declared);
        (self.lines)(&Value::Object(line).to_string());
    }
}

/// A log that cannot be written to is nobody's reason to fail.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_line_declares_its_counts_and_nothing_else_as_metrics() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = told.clone();
        let metrics = Metrics::to("moments/test", move |line| kept.lock().unwrap().push(line.to_owned()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(within("r-1".to_owned(), async {
            metrics.count("done", &[("source", json!("web"))], &[("Accepted", 3), ("Refused", 0)]);
        }));
        let lines = told.lock().unwrap();
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["Accepted"], &line["Refused"]), (&json!(3), &json!(0)));
        assert_eq!(
            (&line["source"], &line["requestId"], &line["message"]),
            (&json!("web"), &json!("r-1"), &json!("done"))
        );
        let declared = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(declared["Namespace"], "moments/test");
        assert_eq!(declared["Dimensions"], json!([[]]));
        assert_eq!(
            declared["Metrics"],
            json!([{"Name": "Accepted", "Unit": "Count"}, {"Name": "Refused", "Unit": "Count"}])
        );
        assert!(line["_aws"]["Timestamp"].as_i64().unwrap() > 1_700_000_000_000);
    }
}
