//! Routes: which channels are told of which critical moment. A list like a table, read from the top; knows no channel but
//! by its name.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use domain::vocabulary::Stage;

/// One route. As it is written:
///
/// ```toml
/// [[routes]]
/// name = "vip"
/// when = { segment = ["gold"], severity_min = 4 }
/// channels = ["key-accounts"]
/// continue = true          # the routes below are looked at as well
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Names it where it is explained.
    #[schemars(example = &"vip")]
    pub name: String,
    /// What it is for; everything if left out. Every field that is given has to match; one of its words is enough.
    #[serde(default)]
    pub when: When,
    /// Names of the channels that are told, which receive alerts; none to tell nobody.
    #[schemars(example = ["team"])]
    pub channels: Vec<String>,
    /// Whether the routes below are looked at as well.
    #[serde(default, rename = "continue")]
    pub goes_on: bool,
}

/// What a route is for. Every field that is given has to match; one of its words is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// Sources: the name of a write key or of a sender, or that name with everything behind its slash.
    #[schemars(example = ["website"])]
    pub source: Vec<String>,
    /// Stages.
    #[schemars(example = ["second"])]
    pub stage: Vec<Stage>,
    /// The least severity, 1 to 5.
    #[schemars(example = 3)]
    pub severity_min: Option<u8>,
    /// Segments, as they are sent.
    #[schemars(example = ["gold"])]
    pub segment: Vec<String>,
    /// Types of touchpoints.
    #[schemars(example = ["delivery"])]
    pub touchpoint_type: Vec<String>,
    /// Languages of the customer, such as `es`; `es` also matches `es-MX`.
    #[schemars(example = ["es"])]
    pub language: Vec<String>,
}

/// What a route looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Source of the touchpoint.
    pub source: &'a str,
    /// Stage of the moment.
    pub stage: Stage,
    /// Its severity, 1 to 5.
    pub severity: u8,
    /// Segment as sent.
    pub segment: Option<&'a str>,
    /// Type of the touchpoint.
    pub touchpoint_type: &'a str,
    /// Language as sent.
    pub language: Option<&'a str>,
}

/// Where an alert goes, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed<'a> {
    /// Names of the channels, each once, in the order of the routes.
    pub channels: Vec<&'a str>,
    /// Names of the routes that matched; empty if none did, so that every channel for alerts is told.
    pub because: Vec<&'a str>,
}

/// A list of routes that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRoutes {
    /// A channel is not configured, or not for alerts.
    #[error("route {route}: no channel for alerts is named `{channel}`")]
    Channel {
        /// The route.
        route: String,
        /// The name that is not known.
        channel: String,
    },
    /// Two routes have one name.
    #[error("route {route}: the name is taken by a route above")]
    Name {
        /// The route.
        route: String,
    },
    /// A route above takes everything.
    #[error("route {route}: can never match, because route {above} above it takes everything")]
    Unreachable {
        /// The route.
        route: String,
        /// The one above.
        above: String,
    },
    /// No severity.
    #[error("route {route}: when.severity_min must be from 1 to 5")]
    Severity {
        /// The route.
        route: String,
    },
}

impl When {
    fn matches(&self, facts: &Facts<'_>) -> bool {
        let one_of = |words: &[String], word: Option<&str>, same: fn(&str, &str) -> bool| {
            words.is_empty() || word.is_some_and(|word| words.iter().any(|wanted| same(wanted, word)))
        };
        one_of(&self.source, Some(facts.source), is_source)
            && (self.stage.is_empty() || self.stage.contains(&facts.stage))
            && self.severity_min.is_none_or(|least| facts.severity >= least)
            && one_of(&self.segment, facts.segment, |wanted, segment| wanted == segment)
            && one_of(&self.touchpoint_type, Some(facts.touchpoint_type), |wanted, kind| wanted == kind)
            && one_of(&self.language, facts.language, is_language)
    }

    fn is_everything(&self) -> bool {
        let least = self.severity_min.unwrap_or(1) <= 1;
        least && Self { severity_min: None, ..self.clone() } == Self::default()
    }
}

/// `shop` is the source of everything that its key posts: `shop` itself and `shop/…`.
pub(crate) fn is_source(wanted: &str, source: &str) -> bool {
    source.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `es` is every Spanish, `es-MX` only that of Mexico (RFC 4647, basic filtering).
fn is_language(wanted: &str, language: &str) -> bool {
    let head = language.get(..wanted.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(wanted))
        && (language.len() == wanted.len() || language[wanted.len()..].starts_with('-'))
}

/// Returns the channels that are told. Without a match it is `all`: no critical moment is ever told to nobody by mistake.
pub fn route<'a>(routes: &'a [Route], all: &[&'a str], facts: &Facts<'_>) -> Routed<'a> {
    let mut routed = Routed { channels: Vec::new(), because: Vec::new() };
    for route in routes.iter().filter(|route| route.when.matches(facts)) {
        routed.because.push(&route.name);
        for channel in &route.channels {
            if !routed.channels.contains(&channel.as_str()) {
                routed.channels.push(channel);
            }
        }
        if !route.goes_on {
            break;
        }
    }
    if routed.because.is_empty() {
        routed.channels = all.to_vec();
    }
    routed
}

/// Checks routes against the names of the channels that take alerts. Returns everything that cannot be meant as it is written, each
/// with its path.
pub fn check(routes: &[Route], channels: &[&str]) -> Vec<(String, InvalidRoutes)> {
    let mut names = BTreeSet::new();
    let mut taken_by: Option<&str> = None;
    let mut wrong = Vec::new();
    for (index, route) in routes.iter().enumerate() {
        let name = route.name.clone();
        let path = |field: &str| format!("routes[{index}]{field}");
        if !names.insert(&route.name) {
            wrong.push((path(".name"), InvalidRoutes::Name { route: name.clone() }));
        }
        if let Some(above) = taken_by {
            wrong.push((path(""), InvalidRoutes::Unreachable { route: name.clone(), above: above.to_owned() }));
        }
        if route.when.severity_min.is_some_and(|least| !(1..=5).contains(&least)) {
            wrong.push((path(".when.severity_min"), InvalidRoutes::Severity { route: name.clone() }));
        }
        for (place, channel) in route.channels.iter().enumerate() {
            if !channels.contains(&channel.as_str()) {
                let unknown = InvalidRoutes::Channel { route: name.clone(), channel: channel.clone() };
                wrong.push((path(&format!(".channels[{place}]")), unknown));
            }
        }
        if route.when.is_everything() && !route.goes_on {
            taken_by = taken_by.or(Some(&route.name));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Written {
        routes: Vec<Route>,
    }

    fn routes(text: &str) -> Vec<Route> {
        toml::from_str::<Written>(text).unwrap().routes
    }

    const FACTS: Facts<'_> = Facts {
        source: "shop/kiosk",
        stage: Stage::Second,
        severity: 3,
        segment: Some("gold"),
        touchpoint_type: "delivery",
        language: Some("es-MX"),
    };

    fn matches(when: &str, facts: &Facts<'_>) -> bool {
        toml::from_str::<When>(when).unwrap().matches(facts)
    }

    #[test]
    fn every_field_has_to_match_and_one_of_its_words_is_enough() {
        for when in [
            "",
            "source = ['shop']",
            "source = ['web', 'shop/kiosk']",
            "stage = ['first', 'second']",
            "severity_min = 3",
            "segment = ['silver', 'gold']",
            "touchpoint_type = ['delivery']",
            "language = ['es']",
            "language = ['ES-mx']",
            "stage = ['second']\nsegment = ['gold']\nseverity_min = 1",
        ] {
            assert!(matches(when, &FACTS), "{when}");
        }
        for when in [
            "source = ['sho']",
            "source = ['shop/k']",
            "stage = ['first']",
            "severity_min = 4",
            "segment = ['silver']",
            "touchpoint_type = ['return']",
            "language = ['e']",
            "language = ['es-MX-x']",
            "language = ['en']",
            "stage = ['second']\nsegment = ['silver']",
        ] {
            assert!(!matches(when, &FACTS), "{when}");
        }
        let nothing_said = Facts { segment: None, language: None, ..FACTS };
        assert!(!matches("segment = ['gold']", &nothing_said) && !matches("language = ['es']", &nothing_said));
    }

    #[test]
    fn the_first_match_wins_unless_it_goes_on_and_no_match_tells_everybody() {
        let list = routes(
            "[[routes]]\nname = 'vip'\nwhen = { segment = ['gold'] }\nchannels = ['key-accounts']\ncontinue = true\n\
             [[routes]]\nname = 'late'\nwhen = { touchpoint_type = ['delivery'] }\nchannels = ['logistics', 'key-accounts']\n\
             [[routes]]\nname = 'rest'\nwhen = { severity_min = 2 }\nchannels = ['team']",
        );
        let all = ["team", "logistics", "key-accounts"];
        let routed = |facts: &Facts<'_>| {
            let routed = route(&list, &all, facts);
            (routed.channels.join(" "), routed.because.join(" "))
        };
        assert_eq!(routed(&FACTS), ("key-accounts logistics".into(), "vip late".into()));
        assert_eq!(
            routed(&Facts { touchpoint_type: "quote", ..FACTS }),
            ("key-accounts team".into(), "vip rest".into())
        );
        let minor = Facts { touchpoint_type: "quote", segment: None, severity: 1, ..FACTS };
        assert_eq!(routed(&minor), (all.join(" "), String::new()));
    }

    #[test]
    fn a_route_may_tell_nobody_on_purpose() {
        let list = routes("[[routes]]\nname = 'tests'\nwhen = { source = ['staging'] }\nchannels = []");
        let routed = route(&list, &["team"], &Facts { source: "staging", ..FACTS });
        assert_eq!((routed.channels.len(), routed.because), (0, vec!["tests"]));
    }

    #[test]
    fn a_list_that_cannot_be_meant_is_refused_with_the_route() {
        let every = "[[routes]]\nname = 'all'\nchannels = ['team']\n";
        for (text, told) in [
            (
                "[[routes]]\nname = 'a'\nchannels = ['tema']".to_owned(),
                "route a: no channel for alerts is named `tema`",
            ),
            (format!("{every}{every}"), "route all: the name is taken"),
            (format!("{every}[[routes]]\nname = 'b'\nchannels = []"), "route b: can never match, because route all"),
            (
                "[[routes]]\nname = 'a'\nwhen = { severity_min = 6 }\nchannels = []".to_owned(),
                "route a: when.severity_min",
            ),
        ] {
            let refused = check(&routes(&text), &["team"]).first().unwrap().1.to_string();
            assert!(refused.starts_with(told), "`{refused}` is not `{told}`");
        }
        assert_eq!(check(&routes(every), &["team"]), []);
        for unreadable in ["name = 'a'", "name = 'a'\nchannels = []\nwhen = { colour = ['red'] }"] {
            assert!(toml::from_str::<Route>(unreadable).is_err(), "{unreadable}");
        }
    }
}
