//! Published content by its address: when two addresses lead to the same review. Fetches nothing.

use url::Url;

/// Parameters that say where a reader came from, not what they read.
const TRACKING: &[&str] = &["fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "ref"];

/// Returns an address in the spelling under which the same content is found again: without scheme, `www.`, fragment,
/// closing slash and tracking parameters, the rest of the query in order. An unreadable address stays as it is.
pub fn normalized(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return address.to_owned() };
    let mut kept: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    kept.retain(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_str()));
    kept.sort();
    url.set_fragment(None);
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{host}{port}{}{query}", url.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one_content() {
        let plain = normalized("https://reviews.example.com/waffles/7");
        for same in [
            "http://reviews.example.com/waffles/7",
            "https://www.reviews.example.com/waffles/7/",
            "https://Reviews.Example.com:443/waffles/7#top",
            "https://reviews.example.com/waffles/7?utm_source=mail&gclid=1",
        ] {
            assert_eq!(normalized(same), plain, "{same}");
        }
        assert_eq!(normalized("https://a.example/?b=2&a=1"), normalized("https://a.example?a=1&b=2"));
    }

    #[test]
    fn another_path_query_host_or_port_is_another_content() {
        let plain = normalized("https://reviews.example.com/waffles/7");
        for other in [
            "https://reviews.example.com/waffles/8",
            "https://reviews.example.com/Waffles/7",
            "https://reviews.example.com/waffles/7?page=2",
            "https://other.example.com/waffles/7",
            "https://reviews.example.com:8443/waffles/7",
        ] {
            assert_ne!(normalized(other), plain, "{other}");
        }
    }
}
