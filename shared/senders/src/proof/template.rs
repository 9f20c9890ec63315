//! What is signed, as a template such as `{timestamp}.{body}` or `{url}{sorted_params}`.

use std::collections::BTreeMap;

use crate::delivery::Delivery;

/// One piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// The same in every delivery.
    Text(String),
    Body,
    Timestamp,
    Url,
    Method,
    /// The parameters of a form, sorted by name, each as name and value without anything between.
    SortedParams,
    Secret,
    Header(String),
}

/// A compiled template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Compiles a template.
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("has a { without a }")?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(match name {
                "body" => Piece::Body,
                "timestamp" => Piece::Timestamp,
                "url" => Piece::Url,
                "method" => Piece::Method,
                "sorted_params" => Piece::SortedParams,
                "secret" => Piece::Secret,
                name => match name.strip_prefix("header:") {
                    Some(header) => Piece::Header(header.to_ascii_lowercase()),
                    None => {
                        return Err(format!(
                            "knows no {{{name}}}: body, timestamp, url, method, sorted_params, secret or header:NAME"
                        ));
                    }
                },
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// Tells whether a change of the body would be seen.
    pub(super) fn covers_body(&self, delivery: &Delivery<'_>) -> bool {
        self.0.contains(&Piece::Body)
            || (self.0.contains(&Piece::SortedParams) && delivery.is_form())
            || delivery.body.is_empty()
    }

    /// Tells whether the address is part of it.
    pub(super) fn has_url(&self) -> bool {
        self.0.contains(&Piece::Url)
    }

    /// Tells whether a time is part of it.
    pub(super) fn has_timestamp(&self) -> bool {
        self.0.contains(&Piece::Timestamp)
    }

    /// Hands the signed bytes over, piece by piece.
    pub(super) fn feed(
        &self,
        delivery: &Delivery<'_>,
        url: &str,
        timestamp: &str,
        secret: &str,
        mut to: impl FnMut(&[u8]),
    ) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => to(text.as_bytes()),
                Piece::Body => to(delivery.body),
                Piece::Timestamp => to(timestamp.as_bytes()),
                Piece::Url => to(url.as_bytes()),
                Piece::Method => to(delivery.method.as_bytes()),
                Piece::Secret => to(secret.as_bytes()),
                Piece::Header(name) => to(delivery.header(name).unwrap_or_default().as_bytes()),
                Piece::SortedParams if delivery.is_form() => {
                    let mut sorted: BTreeMap<String, Vec<String>> = BTreeMap::new();
                    for (name, value) in form_urlencoded::parse(delivery.body).into_owned() {
                        sorted.entry(name).or_default().push(value);
                    }
                    for (name, mut values) in sorted {
                        values.sort_unstable();
                        values.dedup();
                        for value in values {
                            to(name.as_bytes());
                            to(value.as_bytes());
                        }
                    }
                }
                Piece::SortedParams => {}
            }
        }
    }
}
