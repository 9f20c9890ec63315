//! The rules of Moments: what a touchpoint is, how it is judged, what a report counts, what an alert says.
//!
//! Pure: no I/O, no clock, no platform. Time and configuration are arguments. Knows nothing about DynamoDB, HTTP or
//! any channel.
//!
//! A journey is judged in ten lines:
//!
//! ```
//! use domain::identity::Identity;
//! use domain::journey::Journey;
//! use domain::rules::Rules;
//! use domain::touchpoint::parse::{Sender, Shape, parse};
//! use domain::vocabulary::{Outcome, Stage};
//!
//! let bought = r#"{"type": "purchase", "id": "1", "customer_id": "ana", "occurred_at": "2026-11-22T18:00:00Z"}"#;
//! let used = r#"{"type": "product_use", "id": "2", "customer_id": "ana", "occurred_at": "2026-11-22T19:00:00Z",
//!               "expectation": {"scoops": 2}, "perception": {"scoops": 1}}"#;
//! let now = "2026-11-22T19:05:00Z".parse()?;
//! let sender = Sender { name: "shop", is_secret: true };
//! let mut touchpoints = Vec::new();
//! for body in [bought, used] {
//!     let incoming = parse(serde_json::from_str(body)?, Shape::Json, sender, now, || unreachable!());
//!     touchpoints.push(incoming.map_err(|wrong| format!("{wrong:?}"))?.touchpoint);
//! }
//! let journey = Journey::new(Identity::Customer("ana".into()), touchpoints, Default::default());
//! let judged = journey.judge(&Rules::built_in()?);
//! assert_eq!((judged[1].moment.stage, judged[1].moment.outcome), (Stage::Second, Outcome::Misery));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod alerting;
pub mod calendar;
pub mod case;
pub mod code;
pub mod content;
pub mod correction;
pub mod customers;
pub mod delivery;
pub mod history;
pub mod identity;
pub mod journey;
pub mod moment;
pub mod outcome;
pub mod pacing;
pub mod period;

pub mod reading;
pub mod rules;
mod schemas;
mod snake_case;
pub mod stage;

pub mod touchpoint;
pub mod trace;
pub mod triage;
pub mod vocabulary;
pub mod watch;
pub mod wording;
