//! Whose trace a touchpoint is part of: the context that its request came in with, and that of each step of its way since.
//!
//! Source: W3C Trace Context, Recommendation of 23 November 2021, and the `X-Amzn-Trace-Id` header of AWS X-Ray, whose ids
//! are the same with hyphens at other places.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::fingerprint;

/// The header that carries a trace.
pub const TRACEPARENT: &str = "traceparent";

/// One step of a touchpoint's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Stored by ingest.
    Ingest,
    /// Judged by classify.
    Judge,
    /// Raised by alert.
    Alert,
    /// Sent to a channel.
    Deliver,
}

impl Step {
    /// Returns the word used in the ids and names of steps.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Judge => "judge",
            Self::Alert => "alert",
            Self::Deliver => "deliver",
        }
    }
}

/// One step of a trace, as the header `traceparent` names it. Carries nothing of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Trace {
    trace: u128,
    span: u64,
    is_sampled: bool,
}

/// Is no context of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTrace;

impl fmt::Display for NoTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a traceparent as W3C Trace Context has it")
    }
}

/// The bit of `trace-flags` by which the caller says that it keeps the trace.
const SAMPLED: u8 = 1;

impl Trace {
    /// Reads the header by which Lambda tells of X-Ray: `Root=1-…;Parent=…;Sampled=1`. None if it is not kept, or is none.
    pub fn from_x_ray(header: &str) -> Option<Self> {
        let value = |name: &str| header.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        let (began, rest) = value("Root")?.strip_prefix("1-")?.split_once('-')?;
        let trace = format!("00-{began}{rest}-{}-01", value("Parent")?);
        trace.parse().ok().filter(|_| value("Sampled") == Some("1"))
    }

    /// Tells whether the caller keeps the trace: what is not kept is not told of.
    pub fn is_sampled(self) -> bool {
        self.is_sampled
    }

    /// Returns a step that this one leads to; `of` tells it from others of its sort. The same gives the same step, so that what
    /// is done twice is told once.
    #[must_use]
    pub fn step(self, what: Step, of: &[&str]) -> Self {
        let own = self.to_string();
        let parts: Vec<&str> = [own.as_str(), what.as_str()].into_iter().chain(of.iter().copied()).collect();
        let span = u64::from_str_radix(&fingerprint(&parts, 16), 16).unwrap_or(1).max(1);
        Self { span, ..self }
    }

    /// Returns the id of the whole trace: 32 hexadecimal digits, as logs have it.
    pub fn trace_id(self) -> String {
        format!("{:032x}", self.trace)
    }

    /// Returns the id of the whole trace as X-Ray writes it.
    pub fn x_ray_id(self) -> String {
        let digits = self.trace_id();
        let (began, rest) = digits.split_at(8);
        format!("1-{began}-{rest}")
    }

    /// Returns the id of the step: 16 hexadecimal digits.
    pub fn span_id(self) -> String {
        format!("{:016x}", self.span)
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, u8::from(self.is_sampled))
    }
}

impl FromStr for Trace {
    type Err = NoTrace;

    /// Reads a `traceparent`. One of a later version is read as far as this version goes, as the recommendation asks.
    fn from_str(text: &str) -> Result<Self, NoTrace> {
        let mut parts = text.splitn(5, '-');
        let mut digits = |count: usize| {
            let part = parts.next().filter(|part| part.len() == count)?;
            part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')).then_some(part)
        };
        let (version, trace, span, flags) =
            (|| Some((digits(2)?, digits(32)?, digits(16)?, digits(2)?)))().ok_or(NoTrace)?;
        if version == "ff" || (version == "00" && parts.next().is_some()) {
            return Err(NoTrace);
        }
        let trace = u128::from_str_radix(trace, 16).map_err(|_| NoTrace)?;
        let span = u64::from_str_radix(span, 16).map_err(|_| NoTrace)?;
        let flags = u8::from_str_radix(flags, 16).map_err(|_| NoTrace)?;
        if trace == 0 || span == 0 {
            return Err(NoTrace);
        }
        Ok(Self { trace, span, is_sampled: flags & SAMPLED != 0 })
    }
}

impl TryFrom<String> for Trace {
    type Error = NoTrace;

    fn try_from(text: String) -> Result<Self, NoTrace> {
        text.parse()
    }
}

impl From<Trace> for String {
    fn from(trace: Trace) -> Self {
        trace.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the recommendation.
    const EXAMPLE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_traceparent_is_read_and_written_as_it_came() {
        let trace: Trace = EXAMPLE.parse().unwrap();
        assert_eq!((trace.to_string().as_str(), trace.is_sampled()), (EXAMPLE, true));
        assert_eq!(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(trace.span_id(), "00f067aa0ba902b7");
        assert_eq!(trace.x_ray_id(), "1-4bf92f35-77b34da6a3ce929d0e0e4736");
        assert!(!EXAMPLE.replace("-01", "-00").parse::<Trace>().unwrap().is_sampled());
        assert_eq!(serde_json::to_string(&trace).unwrap(), format!("\"{EXAMPLE}\""));
        assert_eq!(serde_json::from_str::<Trace>(&format!("\"{EXAMPLE}\"")).unwrap(), trace);
    }

    #[test]
    fn what_the_recommendation_calls_invalid_is_no_trace() {
        let wrong = [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ];
        for text in wrong {
            assert_eq!(text.parse::<Trace>(), Err(NoTrace), "{text}");
        }
        let later = format!("01{}-what-comes", &EXAMPLE[2..]);
        assert_eq!(later.parse::<Trace>().unwrap().to_string(), EXAMPLE);
    }

    #[test]
    fn the_header_of_x_ray_is_the_same_trace() {
        let header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0";
        let trace = Trace::from_x_ray(header).unwrap();
        assert_eq!(trace.to_string(), "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01");
        assert_eq!(trace.x_ray_id(), "1-5759e988-bd862e3fe1be46a994272793");
        for other in ["", "Sampled=1", &header.replace("Sampled=1", "Sampled=0"), &header.replace("Root=1", "Root=2")] {
            assert_eq!(Trace::from_x_ray(other), None, "{other}");
        }
    }

    #[test]
    fn a_step_stays_in_its_trace_and_is_the_same_each_time() {
        let trace: Trace = EXAMPLE.parse().unwrap();
        let [one, again, other] = [Step::Judge, Step::Judge, Step::Alert].map(|what| trace.step(what, &["shop/1"]));
        assert_eq!(one, again);
        assert_ne!(one.span_id(), other.span_id());
        assert_ne!(one.span_id(), trace.span_id());
        assert_eq!((one.trace_id(), one.is_sampled()), (trace.trace_id(), true));
    }
}
