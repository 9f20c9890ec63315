//! The cookies of the console. Where there is TLS they carry `__Host-` and `Secure`, so that no other host of the domain can set
//! them; on this machine there is none, and browsers would refuse them.

use lambda_http::http::HeaderValue;
use lambda_http::http::header::{COOKIE, SET_COOKIE};
use lambda_http::{Body, Request, Response};
use runtime::http::problem::Problem;

/// Bytes of a cookie that is looked at.
const COOKIE_BYTES_MAX: usize = 2_048;

/// A cookie of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// Who has signed in.
    Session,
    /// Which browser asked to sign in.
    Asked,
}

impl Cookie {
    fn name(self, is_plain: bool) -> &'static str {
        match (self, is_plain) {
            (Self::Session, false) => "__Host-moments-session",
            (Self::Session, true) => "moments-session",
            (Self::Asked, false) => "__Host-moments-sign-in",
            (Self::Asked, true) => "moments-sign-in",
        }
    }

    /// Returns the value that a request carries. Two of one name are none: one of them is somebody else's.
    pub(crate) fn of(self, request: &Request, is_plain: bool) -> Option<&str> {
        let lines = request.headers().get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name(is_plain)).map(|(_, value)| value);
        let value = values.next().filter(|value| value.len() <= COOKIE_BYTES_MAX)?;
        values.next().is_none().then_some(value)
    }

    /// Puts the cookie into an answer, for some seconds.
    pub(crate) fn put(
        self,
        response: &mut Response<Body>,
        value: &str,
        seconds: i64,
        is_plain: bool,
    ) -> Result<(), Problem> {
        let secure = if is_plain { "" } else { "; Secure" };
        let text =
            format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", self.name(is_plain));
        let line = HeaderValue::from_str(&text).map_err(Problem::internal)?;
        response.headers_mut().append(SET_COOKIE, line);
        Ok(())
    }

    /// Has the browser forget the cookie.
    pub(crate) fn remove(self, response: &mut Response<Body>, is_plain: bool) -> Result<(), Problem> {
        self.put(response, "", 0, is_plain)
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::http::Request as HttpRequest;

    use super::*;

    fn value(cookie: &str, is_plain: bool) -> Option<String> {
        let request = HttpRequest::get("/").header("cookie", cookie).body(Body::Empty).unwrap();
        Cookie::Session.of(&request, is_plain).map(str::to_owned)
    }

    #[test]
    fn a_cookie_is_read_by_its_own_name_and_once() {
        assert_eq!(value("a=1; __Host-moments-session=x.y; b=2", false).as_deref(), Some("x.y"));
        assert_eq!(value("moments-session=x", false), None, "any host of the domain could have set it");
        assert_eq!(value("moments-session=x", true).as_deref(), Some("x"));
        assert_eq!(value("moments-session=x; moments-session=y", true), None);
        assert_eq!(value(&format!("moments-session={}", "x".repeat(2_049)), true), None);
    }

    #[test]
    fn scripts_and_other_sites_do_not_get_it() {
        let mut response = Response::new(Body::Empty);
        Cookie::Session.put(&mut response, "x", 60, false).unwrap();
        let line = response.headers()[SET_COOKIE].to_str().unwrap();
        assert_eq!(line, "__Host-moments-session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    }
}
