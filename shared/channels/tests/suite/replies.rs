//! What each kind of channel makes of everything a receiver can do to it: one table for all of them.

use jiff::tz::TimeZone;
use std::time::{Duration, Instant};

use channels::configuration::Options;
use channels::reply::Reply;
use channels::request::Delivery;

use crate::kit::examples::{alert, at, channels, links, message, now};
use crate::kit::opened::Kind;
use crate::post_office::{PostOffice, Step, Trouble};
use crate::receiver::{Answer, Receiver};

/// What a receiver does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Takes,
    SendsElsewhere,
    CannotRead,
    DoesNotKnowUs,
    HasNoSuchPlace,
    IsGone,
    FindsItTooLarge,
    AsksToWait(Wait),
    Breaks,
    IsDown(Wait),
    Resets,
    /// Says nothing, and has taken nothing.
    IgnoresUs,
    /// Has taken it, and says nothing.
    ForgetsToAnswer,
    Dribbles,
    AnswersTenMegabytes,
}

/// How a receiver says how long to wait.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wait {
    NotAtAll,
    Seconds,
    Date,
}

impl Wait {
    fn header(self) -> &'static str {
        match self {
            Self::NotAtAll => "",
            Self::Seconds => "retry-after: 30\r\n",
            Self::Date => "retry-after: Sun, 22 Nov 2026 19:54:30 GMT\r\n",
        }
    }

    /// `now` is 19:53:00 in all examples.
    fn expected(self) -> Option<Duration> {
        match self {
            Self::NotAtAll => None,
            Self::Seconds => Some(Duration::from_secs(30)),
            Self::Date => Some(Duration::from_secs(90)),
        }
    }
}

impl Deed {
    pub(crate) const ALL: [Self; 19] = [
        Self::Takes,
        Self::SendsElsewhere,
        Self::CannotRead,
        Self::DoesNotKnowUs,
        Self::HasNoSuchPlace,
        Self::IsGone,
        Self::FindsItTooLarge,
        Self::AsksToWait(Wait::NotAtAll),
        Self::AsksToWait(Wait::Seconds),
        Self::AsksToWait(Wait::Date),
        Self::Breaks,
        Self::IsDown(Wait::NotAtAll),
        Self::IsDown(Wait::Seconds),
        Self::IsDown(Wait::Date),
        Self::Resets,
        Self::IgnoresUs,
        Self::ForgetsToAnswer,
        Self::Dribbles,
        Self::AnswersTenMegabytes,
    ];

    /// The deed in HTTP, and what it means. Everything but the status is only noise.
    fn over_http(self) -> (Answer, Reply) {
        // What a receiver writes is never repeated.
        let noise = "s3cr3t from the receiver";
        match self {
            Self::Takes => (Answer::status(202), Reply::Delivered),
            Self::SendsElsewhere => {
                (Answer::with(307, "location: http://127.0.0.1:1/s3cr3t\r\n", noise), refused("status 307"))
            }
            Self::CannotRead => (Answer::with(400, "", noise), refused("status 400")),
            Self::DoesNotKnowUs => (Answer::with(401, "", noise), refused("status 401")),
            Self::HasNoSuchPlace => (Answer::with(404, "", noise), refused("status 404")),
            Self::IsGone => (Answer::with(410, "", noise), Reply::Gone),
            Self::FindsItTooLarge => (Answer::with(413, "", noise), refused("status 413")),
            Self::AsksToWait(wait) => {
                (Answer::with(429, wait.header(), noise), retryable("status 429", wait.expected()))
            }
            Self::Breaks => (Answer::with(500, "", noise), retryable("status 500", None)),
            Self::IsDown(wait) => (Answer::with(503, wait.header(), noise), retryable("status 503", wait.expected())),
            Self::Resets => (Answer::Reset, retryable("connection lost: connection reset", None)),
            Self::IgnoresUs => (Answer::Deaf, retryable("timed out", None)),
            Self::ForgetsToAnswer => (Answer::Silence, retryable("timed out", None)),
            Self::Dribbles => (Answer::Drip, Reply::Delivered),
            Self::AnswersTenMegabytes => (Answer::Flood, Reply::Delivered),
        }
    }

    /// The deed in SMTP, and what it means. Mail knows no wish for a wait and nothing that is gone for good.
    fn over_smtp(self) -> (Option<(Step, Trouble)>, Reply) {
        let says = |step, words, reply| (Some((step, Trouble::Says(words))), reply);
        match self {
            Self::Takes => (None, Reply::Delivered),
            Self::SendsElsewhere => says(Step::Taken, "354 s3cr3t, go on", refused("status 354")),
            Self::CannotRead => says(Step::From, "501 s3cr3t syntax", refused("status 501")),
            Self::DoesNotKnowUs => says(Step::SignIn, "535 s3cr3t credentials", refused("status 535")),
            Self::HasNoSuchPlace => says(Step::To, "550 no s3cr3t here", refused("status 550")),
            Self::IsGone => says(Step::Greeting, "521 s3cr3t takes no mail", refused("status 521")),
            Self::FindsItTooLarge => says(Step::Taken, "552 s3cr3t too large", refused("status 552")),
            Self::AsksToWait(Wait::NotAtAll) => says(Step::To, "450 s3cr3t, later", retryable("status 450", None)),
            Self::AsksToWait(Wait::Seconds) => says(Step::From, "454 s3cr3t rate", retryable("status 454", None)),
            Self::AsksToWait(Wait::Date) => says(Step::Content, "451 s3cr3t, later", retryable("status 451", None)),
            Self::Breaks => says(Step::Taken, "451 s3cr3t failed", retryable("status 451", None)),
            Self::IsDown(Wait::NotAtAll) => says(Step::Greeting, "421 s3cr3t", retryable("status 421", None)),
            Self::IsDown(Wait::Seconds) => says(Step::Hello, "421 s3cr3t", retryable("status 421", None)),
            Self::IsDown(Wait::Date) => says(Step::SignIn, "454 s3cr3t", retryable("status 454", None)),
            Self::Resets => (Some((Step::From, Trouble::Reset)), retryable("connection lost: connection reset", None)),
            Self::IgnoresUs => (Some((Step::Greeting, Trouble::Silence)), retryable("timed out", None)),
            Self::ForgetsToAnswer => (Some((Step::Taken, Trouble::Silence)), retryable("timed out", None)),
            Self::Dribbles => (Some((Step::Taken, Trouble::Drip)), retryable("timed out", None)),
            Self::AnswersTenMegabytes => {
                (Some((Step::Taken, Trouble::Flood)), retryable("connection lost: answer not understood", None))
            }
        }
    }
}

fn retryable(reason: &str, after: Option<Duration>) -> Reply {
    Reply::Retryable { reason: reason.to_owned(), after }
}

fn refused(reason: &str) -> Reply {
    Reply::Refused { reason: reason.to_owned() }
}

/// What came of one attempt, and what was expected.
pub(crate) struct Came {
    pub(crate) kind: Kind,
    pub(crate) deed: Deed,
    pub(crate) reply: Reply,
    pub(crate) expected: Reply,
    pub(crate) connections: usize,
    pub(crate) took: Duration,
}

/// The other side, whichever it speaks.
enum Office {
    Http(Receiver),
    Mail(PostOffice),
}

impl Office {
    /// Opens one for this kind of channel, that does this; and tells what that means.
    async fn open(kind: Kind, deed: Deed) -> (Self, Reply) {
        if !kind.speaks_http() {
            let (trouble, expected) = deed.over_smtp();
            return (Self::Mail(PostOffice::open(trouble).await), expected);
        }
        let (answer, expected) = deed.over_http();
        (Self::Http(Receiver::answering([answer]).await), expected)
    }

    fn port(&self) -> u16 {
        match self {
            Self::Http(receiver) => receiver.port,
            Self::Mail(office) => office.port,
        }
    }

    fn connections(&self) -> usize {
        match self {
            Self::Http(receiver) => receiver.connections(),
            Self::Mail(office) => office.connections(),
        }
    }
}

/// Sends an alert to a receiver of every kind that does everything, all at once. Returns what came of each, and all that
/// the test could print.
pub(crate) async fn every_attempt(time_out: Duration) -> (Vec<Came>, String) {
    let mut tables = String::new();
    let mut offices = Vec::new();
    for kind in Kind::all() {
        for deed in Deed::ALL {
            let (office, expected) = Office::open(kind, deed).await;
            let name = format!("{}-{}", kind.channel(), offices.len());
            tables.push_str(&kind.table_named(&name, office.port()));
            offices.push((kind, deed, name, office, expected));
        }
    }
    let channels = channels(&tables, &Options { allow_loopback: true, time_out, ..Options::default() });
    let mut printed = format!("{channels:?}");
    let mut attempts = tokio::task::JoinSet::new();
    for (kind, deed, name, office, expected) in offices {
        let channels = channels.clone();
        attempts.spawn(async move {
            let (message, links) = (message(alert()), links());
            let created_at = at("2026-11-22T19:52:00Z");
            let delivery = Delivery { id: "dlv_1", message: &message, links: &links, created_at, zone: &TimeZone::UTC };
            let started = Instant::now();
            let reply = channels.send(&name, &delivery, now()).await;
            let took = started.elapsed();
            let printed = format!("{:?} {delivery:?} {links:?} {reply:?}", channels.get(&name));
            (Came { kind, deed, reply, expected, connections: office.connections(), took }, printed)
        });
    }
    let (came, lines): (Vec<_>, Vec<_>) = attempts.join_all().await.into_iter().unzip();
    printed.push_str(&lines.concat());
    (came, printed)
}

#[tokio::test]
async fn every_deed_means_one_thing_to_every_kind_of_channel() {
    let time_out = Duration::from_secs(2);
    let (all, _) = every_attempt(time_out).await;
    assert_eq!(all.len(), Kind::all().count() * Deed::ALL.len());
    for Came { kind, deed, reply, expected, connections, took } in all {
        assert_eq!(reply, expected, "{kind:?} {deed:?}");
        assert_eq!(connections, 1, "one attempt is one connection: {kind:?} {deed:?}");
        // A mail may take three times as long.
        assert!(took < time_out * 4, "{kind:?} {deed:?} took {took:?}");
    }
}

#[tokio::test]
async fn a_redirect_of_any_kind_is_refused_and_not_followed() {
    for kind in Kind::all().filter(|kind| kind.speaks_http()) {
        let elsewhere = Receiver::answering([]).await;
        for status in [300, 301, 302, 303, 304, 307, 308] {
            let location = format!("location: {}\r\n", elsewhere.url());
            let receiver = Receiver::answering([Answer::with(status, &location, "")]).await;
            let options = Options { allow_loopback: true, ..Options::default() };
            let channels = channels(&kind.table(receiver.port), &options);
            let message = message(alert());
            let delivery =
                Delivery { id: "dlv_1", message: &message, links: &[], created_at: now(), zone: &TimeZone::UTC };
            assert_eq!(channels.send(&kind.channel(), &delivery, now()).await, refused(&format!("status {status}")));
        }
        assert!(elsewhere.received().is_empty());
    }
}

#[tokio::test]
async fn nobody_listening_is_retryable_for_every_kind_of_channel() {
    for kind in Kind::all() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let channels = channels(&kind.table(free), &Options { allow_loopback: true, ..Options::default() });
        let message = message(alert());
        let delivery = Delivery { id: "dlv_1", message: &message, links: &[], created_at: now(), zone: &TimeZone::UTC };
        let reply = channels.send(&kind.channel(), &delivery, now()).await;
        assert_eq!(reply, retryable("connection failed: connection refused", None), "{kind:?}");
    }
}
