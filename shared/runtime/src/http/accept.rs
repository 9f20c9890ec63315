//! What a caller accepts (`Accept`, RFC 9110 §12.5.1). Chooses; writes nothing.

use lambda_http::http::HeaderMap;
use lambda_http::http::header::ACCEPT;
use mime::Mime;

/// The media type of a page.
const PAGE: &str = "text/html";

/// The ranges of an `Accept` header with their weights in thousandths.
#[derive(Clone, Debug)]
pub struct Accept(Vec<(Mime, u32)>);

impl Accept {
    /// Reads the header; none if there is none, and then anything will do. Ranges that cannot be read are passed over.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(ACCEPT)?.to_str().ok()?;
        Some(Self(text.split(',').filter_map(range).collect()))
    }

    /// Returns the weight of a media type, 0 to 1000: that of the range that names it most exactly.
    pub fn weight(&self, media: &str) -> u32 {
        let matching = self.0.iter().filter_map(|(range, weight)| Some((specificity(range, media)?, *weight)));
        matching.max_by_key(|(specificity, _)| *specificity).map_or(0, |(_, weight)| weight)
    }

    /// Returns the place of the media type that is accepted most, the first of equals; none if none is accepted.
    pub fn best(&self, media: &[&str]) -> Option<usize> {
        let weights = media.iter().map(|media| self.weight(media)).enumerate();
        let best = weights.fold((0, 0), |best, (at, weight)| if weight > best.1 { (at, weight) } else { best });
        (best.1 > 0).then_some(best.0)
    }

    /// Returns whether JSON of any kind is named.
    fn names_json(&self) -> bool {
        self.0.iter().any(|(range, _)| range.subtype() == mime::JSON || range.suffix() == Some(mime::JSON))
    }

    fn names_page(&self) -> bool {
        self.0.iter().any(|(range, _)| range.essence_str() == PAGE)
    }
}

/// Returns whether the caller is a browser that wants a page: it names HTML.
pub fn wants_page(headers: &HeaderMap) -> bool {
    Accept::of(headers).is_some_and(|accept| accept.names_page())
}

/// Returns whether the caller wants JSON and no page: it names the one and not the other.
pub fn wants_json(headers: &HeaderMap) -> bool {
    Accept::of(headers).is_some_and(|accept| accept.names_json() && !accept.names_page())
}

/// Reads one range of `Accept` with its weight in thousandths.
fn range(text: &str) -> Option<(Mime, u32)> {
    let mime: Mime = text.trim().parse().ok()?;
    let weight = mime.get_param("q").map_or(Some(1.0), |q| q.as_str().parse::<f64>().ok())?;
    Some((mime, (weight.clamp(0.0, 1.0) * 1_000.0) as u32))
}

/// Returns how exactly a range names a media type; none if it does not.
fn specificity(range: &Mime, media: &str) -> Option<u8> {
    let (kind, subtype) = media.split_once('/')?;
    match (range.type_().as_str(), range.subtype().as_str()) {
        ("*", "*") => Some(0),
        (range, "*") if range == kind => Some(1),
        (range, of) if range == kind && of == subtype => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderValue;

    use super::*;

    fn headers(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(text))])
    }

    #[test]
    fn the_most_exact_range_gives_the_weight() {
        let accept = Accept::of(&headers("text/*;q=0.5, text/html;q=0.7, */*;q=0.1, nonsense")).unwrap();
        assert_eq!(["text/html", "text/csv", "image/png"].map(|media| accept.weight(media)), [700, 500, 100]);
        assert_eq!(accept.best(&["image/png", "text/csv", "text/html"]), Some(2));
        assert_eq!(Accept::of(&headers("a/b;q=0")).unwrap().best(&["a/b"]), None);
        assert!(Accept::of(&HeaderMap::new()).is_none());
    }

    #[test]
    fn a_browser_names_html_and_a_program_names_json_or_nothing() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert!(wants_page(&headers(browser)) && !wants_json(&headers(browser)));
        for program in ["application/json", "application/problem+json, application/json"] {
            assert!(wants_json(&headers(program)) && !wants_page(&headers(program)), "{program}");
        }
        assert!(!wants_page(&headers("*/*")) && !wants_json(&headers("*/*")));
        assert!(!wants_page(&HeaderMap::new()) && !wants_json(&HeaderMap::new()));
    }
}
