//! Forms in parts. Fields are read; of files nothing is kept but that they were there.

use futures::FutureExt;
use futures::stream;
use multer::Multipart;
use multer::bytes::Bytes;

use super::Unreadable;
use super::charset::Charset;
use super::form::{FIELDS_MAX, texts};

/// Reads the fields of a form.
///
/// # Errors
/// It is not multipart, or has too many fields.
pub fn pairs(content_type: &str, bytes: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    let broken = || Unreadable::Broken("the body is not multipart as its content type says".to_owned());
    let boundary = multer::parse_boundary(content_type).map_err(|_| broken())?;
    let whole = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::copy_from_slice(bytes))]);
    let mut parts = Multipart::new(whole, boundary);
    let read = async {
        let mut raw = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            if raw.len() == FIELDS_MAX {
                return Err(Unreadable::TooLarge(format!("a form may have {FIELDS_MAX} fields")));
            }
            let name = part.name().map(str::as_bytes).unwrap_or_default().to_vec();
            let is_file = part.file_name().is_some();
            let value = part.bytes().await.map_err(|_| broken())?;
            if !name.is_empty() && !is_file {
                raw.push((name, value.to_vec()));
            }
        }
        Ok(raw)
    };
    // All of it is in memory: there is nothing to wait for.
    let raw = read.now_or_never().unwrap_or_else(|| Err(broken()))?;
    Ok(texts(Charset::declared(content_type)?, &raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=x";

    #[test]
    fn fields_are_read_and_files_are_not() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"rating.csat\"\r\n\r\n2\r\n\
            --x\r\nContent-Disposition: form-data; name=\"comment\"\r\nContent-Type: text/plain\r\n\r\nFr\xFChst\xFCck\r\n\
            --x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n";
        let read = pairs(TYPE, body).unwrap();
        let expected = [("rating.csat", "2"), ("comment", "Frühstück")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_no_multipart_is_refused() {
        for (kind, body) in [
            (TYPE, &b"a=1"[..]),
            ("multipart/form-data", b"--x--"),
            (TYPE, b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"),
        ] {
            assert!(matches!(pairs(kind, body), Err(Unreadable::Broken(_))), "{kind}");
        }
    }
}
