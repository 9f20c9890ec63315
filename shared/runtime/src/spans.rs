//! Tells AWS X-Ray of the steps of a touchpoint's way (taken, judged, raised, delivered), each with its time. Off unless the
//! template turns it on. A step is one datagram to the daemon beside the function: it delays nothing, fails nothing, and says
//! nothing of a customer.

use std::net::UdpSocket;
use std::sync::Arc;

use domain::trace::{Step, Trace};
use jiff::Timestamp;
use serde_json::json;

use crate::environment::{Environment, StartError};

/// What the daemon wants before each document.
const HEADER: &str = "{\"format\": \"json\", \"version\": 1}\n";

/// Where steps are told, if anywhere.
#[derive(Clone, Debug, Default)]
pub struct Spans(Option<Arc<UdpSocket>>);

impl Spans {
    /// Reads whether traces are on, and where the daemon is: the variable `TRACING` is the template's, the address is
    /// Lambda's own.
    ///
    /// # Errors
    /// `TRACING` is neither `off` nor `x-ray`, or the address is none.
    pub fn of(environment: &Environment) -> Result<Self, StartError> {
        match environment.optional("TRACING") {
            None | Some("off") => Ok(Self::default()),
            Some("x-ray") => {
                let address = environment.required("AWS_XRAY_DAEMON_ADDRESS")?;
                let socket = UdpSocket::bind(("0.0.0.0", 0)).and_then(|socket| {
                    socket.connect(address)?;
                    socket.set_nonblocking(true)?;
                    Ok(socket)
                });
                let socket = socket.map_err(|error| StartError::invalid("AWS_XRAY_DAEMON_ADDRESS", error))?;
                Ok(Self(Some(Arc::new(socket))))
            }
            Some(_) => Err(StartError::invalid("TRACING", "must be `off` or `x-ray`")),
        }
    }

    /// Returns the trace that a request is part of: that of its header `traceparent`, otherwise that of the invocation as
    /// Lambda names it. None if traces are off, or if the caller does not keep this one.
    pub fn trace_of(&self, traceparent: Option<&str>, invocation: Option<&str>) -> Option<Trace> {
        self.0.as_ref()?;
        let sent = traceparent.and_then(|text| text.trim().parse::<Trace>().ok());
        sent.or_else(|| Trace::from_x_ray(invocation?)).filter(|trace| trace.is_sampled())
    }

    /// Tells that a step was taken from a time until now, and how it ended. `step` is a step of `parent`.
    pub fn tell(&self, what: Step, (parent, step): (Trace, Trace), began: Timestamp, has_failed: bool) {
        let Some(daemon) = &self.0 else { return };
        let seconds = |at: Timestamp| at.as_microsecond() as f64 / 1e6;
        let segment = json!({
            "name": format!("moments/{}", what.as_str()),
            "id": step.span_id(),
            "trace_id": step.x_ray_id(),
            "parent_id": parent.span_id(),
            "start_time": seconds(began),
            "end_time": seconds(Timestamp::now().max(began)),
            "fault": has_failed,
        });
        if let Err(error) = daemon.send(format!("{HEADER}{segment}").as_bytes()) {
            tracing::debug!(%error, "step not told");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(tracing: &str, daemon: &str) -> Environment {
        let pairs = [("TRACING", tracing), ("AWS_XRAY_DAEMON_ADDRESS", daemon)];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn traces_are_off_unless_they_are_on() {
        let traceparent = Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        for off in [Environment::default(), environment("off", "127.0.0.1:2000"), environment("", "127.0.0.1:2000")] {
            assert_eq!(Spans::of(&off).unwrap().trace_of(traceparent, None), None);
        }
        let wrong = Spans::of(&environment("zipkin", "127.0.0.1:2000")).unwrap_err();
        assert_eq!(wrong.to_string(), "TRACING: must be `off` or `x-ray`");
        let nowhere = Spans::of(&environment("x-ray", "")).unwrap_err();
        assert_eq!(nowhere.to_string(), "environment variable AWS_XRAY_DAEMON_ADDRESS is not set");
    }

    #[test]
    fn the_sender_s_trace_comes_before_that_of_the_invocation() {
        let on = Spans::of(&environment("x-ray", "127.0.0.1:2000")).unwrap();
        let sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let invocation = Some("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
        let id = |traceparent| on.trace_of(traceparent, invocation).map(|trace| trace.trace_id());
        assert_eq!(id(Some(sent)).unwrap(), "4bf92f3577b34da6a3ce929d0e0e4736");
        for none in [None, Some("what"), Some("00-4bf9-00f0-01")] {
            assert_eq!(id(none).unwrap(), "5759e988bd862e3fe1be46a994272793");
        }
        // The caller decides what is kept.
        assert_eq!(id(Some(&sent.replace("-01", "-00"))), None);
    }

    #[test]
    fn a_step_is_one_datagram() {
        let daemon = UdpSocket::bind("127.0.0.1:0").unwrap();
        let on = Spans::of(&environment("x-ray", &daemon.local_addr().unwrap().to_string())).unwrap();
        let parent: Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse().unwrap();
        let step = parent.step(Step::Ingest, &["shop/1"]);
        on.tell(Step::Ingest, (parent, step), "2026-11-27T01:00:00.25Z".parse().unwrap(), false);
        let mut bytes = [0; 2_048];
        let length = daemon.recv(&mut bytes).unwrap();
        let (header, segment) = std::str::from_utf8(&bytes[..length]).unwrap().split_once('\n').unwrap();
        assert_eq!(header, "{\"format\": \"json\", \"version\": 1}");
        let segment: serde_json::Value = serde_json::from_str(segment).unwrap();
        assert_eq!(segment["trace_id"], "1-4bf92f35-77b34da6a3ce929d0e0e4736");
        assert_eq!((&segment["id"], &segment["parent_id"]), (&json!(step.span_id()), &json!("00f067aa0ba902b7")));
        assert_eq!((&segment["name"], &segment["fault"]), (&json!("moments/ingest"), &json!(false)));
        assert_eq!(segment["start_time"], 1_795_741_200.25);
        assert!(segment["end_time"].as_f64() >= segment["start_time"].as_f64());
    }
}
