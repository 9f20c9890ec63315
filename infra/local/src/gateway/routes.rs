//! Which function answers a request: routes as an HTTP API matches them. Pure; knows nothing about HTTP bodies.

use std::collections::BTreeMap;

use crate::error::Error;

/// A route key such as `GET /v1/reports/{period}`, and what it leads to.
#[derive(Clone, Debug)]
struct Route<T> {
    key: String,
    method: String,
    segments: Vec<Segment>,
    target: T,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Exactly(String),
    Variable(String),
    Greedy(String),
}

/// All routes of an API.
#[derive(Clone, Debug)]
pub(crate) struct Routes<T>(Vec<Route<T>>);

/// The route a request took.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Matched<'a, T> {
    /// As the API names it, method first.
    pub(crate) key: &'a str,
    /// What the path's variables stand for.
    pub(crate) variables: BTreeMap<String, String>,
    /// Where it leads.
    pub(crate) target: &'a T,
}

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Routes<T> {
    /// Adds a route. Refuses a path it could not match, and a second route of the same key.
    pub(crate) fn add(&mut self, method: &str, path: &str, target: T) -> Result<(), Error> {
        let key = format!("{method} {path}");
        let refuse = |why: &str| Error::template(format!("route {key}"), why);
        let inner = path.strip_prefix('/').ok_or_else(|| refuse("a path starts with a slash"))?;
        let parts: Vec<&str> = inner.split('/').collect();
        let mut segments = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let variable = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            segments.push(match variable.map(|name| (name, name.strip_suffix('+'))) {
                None if part.contains(['{', '}']) => return Err(refuse("a variable takes a whole segment")),
                None => Segment::Exactly((*part).to_owned()),
                Some((_, Some(name))) if index + 1 == parts.len() => Segment::Greedy(name.to_owned()),
                Some((_, Some(_))) => return Err(refuse("a greedy variable comes last")),
                Some((name, None)) => Segment::Variable(name.to_owned()),
            });
        }
        if self.0.iter().any(|route| route.method == method && route.segments == segments) {
            return Err(refuse("is there twice"));
        }
        self.0.push(Route { key, method: method.to_owned(), segments, target });
        Ok(())
    }

    /// Finds the route of a request: the most specific path first, then the named method before `ANY`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Matched<'_, T>> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        self.0
            .iter()
            .filter(|route| route.method == method || route.method == "ANY")
            .filter_map(|route| Some((route, route.variables(&parts)?)))
            .max_by_key(|(route, _)| (route.specificity(), route.method != "ANY"))
            .map(|(route, variables)| Matched { key: &route.key, variables, target: &route.target })
    }
}

impl<T> Route<T> {
    fn variables(&self, parts: &[&str]) -> Option<BTreeMap<String, String>> {
        let mut variables = BTreeMap::new();
        let greedy = matches!(self.segments.last(), Some(Segment::Greedy(_)));
        if parts.len() < self.segments.len() || (parts.len() > self.segments.len() && !greedy) {
            return None;
        }
        for (index, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Exactly(text) if text == parts[index] => {}
                Segment::Exactly(_) => return None,
                Segment::Variable(_) if parts[index].is_empty() => return None,
                Segment::Variable(name) => {
                    variables.insert(name.clone(), parts[index].to_owned());
                }
                Segment::Greedy(name) => {
                    let rest = parts[index..].join("/");
                    if rest.is_empty() {
                        return None;
                    }
                    variables.insert(name.clone(), rest);
                }
            }
        }
        Some(variables)
    }

    /// Ranks paths: segment by segment, an exact one before a variable before a greedy one.
    fn specificity(&self) -> Vec<u8> {
        let rank = |segment: &Segment| match segment {
            Segment::Exactly(_) => 2,
            Segment::Variable(_) => 1,
            Segment::Greedy(_) => 0,
        };
        self.segments.iter().map(rank).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes<u8> {
        let mut routes = Routes::default();
        for (target, (method, path)) in [
            ("POST", "/v1/touchpoints"),
            ("OPTIONS", "/v1/touchpoints"),
            ("GET", "/v1/touchpoints/{reference+}"),
            ("GET", "/v1/reports/{period}"),
            ("GET", "/v1/reports/latest"),
            ("ANY", "/v1/anything/{rest+}"),
        ]
        .into_iter()
        .enumerate()
        {
            routes.add(method, path, target as u8).unwrap();
        }
        routes
    }

    #[test]
    fn each_path_finds_its_route_and_its_neighbours_find_none() {
        let routes = routes();
        let target = |method: &str, path: &str| routes.find(method, path).map(|matched| *matched.target);
        for (method, path, expected) in [
            ("POST", "/v1/touchpoints", Some(0)),
            ("OPTIONS", "/v1/touchpoints", Some(1)),
            ("PUT", "/v1/touchpoints", None),
            ("POST", "/v1/touchpoint", None),
            ("POST", "/v1/touchpoints/", None),
            ("GET", "/v1/touchpoints/", None),
            ("GET", "/v1/touchpoints/a", Some(2)),
            ("GET", "/v1/touchpoints/a/b/c", Some(2)),
            ("GET", "/v1/reports/2026-W47", Some(3)),
            ("GET", "/v1/reports/latest", Some(4)),
            ("GET", "/v1/reports/2026-W47/x", None),
            ("GET", "/v1/reports/", None),
            ("DELETE", "/v1/anything/x", Some(5)),
            ("GET", "/", None),
            ("GET", "", None),
        ] {
            assert_eq!(target(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_greedy_variable_takes_the_rest_with_its_slashes() {
        let routes = routes();
        let matched = routes.find("GET", "/v1/touchpoints/form/web/7").unwrap();
        assert_eq!(matched.variables["reference"], "form/web/7");
        assert_eq!(matched.key, "GET /v1/touchpoints/{reference+}");
    }

    #[test]
    fn paths_that_no_request_could_match_are_refused() {
        let mut routes = routes();
        for path in ["v1", "/a/{x+}/b", "/a/b{x}", "/v1/touchpoints"] {
            assert!(routes.add("POST", path, 9).is_err(), "{path}");
        }
    }
}
