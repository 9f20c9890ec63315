//! Where the pages of the console are.

use domain::case::Case;
use domain::identity::Identity;
use domain::touchpoint::Touchpoint;

/// Returns where a case is.
pub fn case_address(case: &Case) -> String {
    format!("/cases/{}", encoded(&case.id()))
}

/// Returns where a customer's journey is.
pub fn customer_address(customer: &Identity) -> String {
    format!("/customers/{}", encoded(&customer.to_string()))
}

/// Returns where a judgement is corrected. `to` is where to go afterwards.
pub fn correct_address(touchpoint: &Touchpoint, to: Option<&str>) -> String {
    let customer = touchpoint.recorded.to_string();
    let mut address = format!(
        "/corrections?customer={}&source={}&id={}",
        encoded(&customer),
        encoded(&touchpoint.source),
        encoded(&touchpoint.id)
    );
    if let Some(to) = to {
        address += &format!("&to={}", encoded(to));
    }
    address
}

/// Encodes a segment of a path.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:~".contains(&byte);
    text.bytes().fold(String::new(), |mut path, byte| {
        match plain(byte) {
            true => path.push(char::from(byte)),
            false => path.push_str(&format!("%{byte:02X}")),
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_any_identifier() {
        let customer = Identity::Customer("a/b?é 1".into());
        assert_eq!(customer_address(&customer), "/customers/id:a%2Fb%3F%C3%A9%201");
    }
}
