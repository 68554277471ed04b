//! The caller's own key for a request, so that it can be made again after a lost answer.

use http::HeaderMap;

use crate::problem::{Meaning, Problem};

/// The `Idempotency-Key` header, if it was given: 1 to 255 visible ASCII characters, given once.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut given = headers.get_all("idempotency-key").iter();
    let Some(key) = given.next() else {
        return Ok(None);
    };
    let key = key.to_str().ok().filter(|key| (1..=255).contains(&key.len()));
    let key = key.filter(|key| key.bytes().all(|b| b.is_ascii_graphic()));
    match (key, given.next()) {
        (Some(key), None) => Ok(Some(key.to_owned())),
        _ => Err(Problem::new(
            Meaning::Malformed,
            "invalid_idempotency_key",
            "An Idempotency-Key is given once, and has 1 to 255 visible ASCII characters.",
        )),
    }
}

/// The problem of a key that came with something else before.
pub fn key_reused() -> Problem {
    Problem::new(
        Meaning::Unprocessable,
        "idempotency_key_reused",
        "This Idempotency-Key came with another text before. Take a new one for each text.",
    )
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn an_idempotency_key_is_given_once_and_visible() {
        let with = |keys: &[&[u8]]| {
            let mut headers = HeaderMap::new();
            for key in keys {
                headers.append("idempotency-key", HeaderValue::from_bytes(key).unwrap());
            }
            idempotency_key(&headers)
        };
        assert_eq!(with(&[]), Ok(None));
        assert_eq!(with(&[b"a#b:c"]), Ok(Some("a#b:c".to_owned())));
        let long = [b'a'; 256];
        assert!(with(&[&long[..255]]).is_ok());
        for bad in [
            &[b"".as_slice()][..],
            &[b"a b"],
            &[b"\xff"],
            &[&long],
            &[b"a", b"a"],
        ] {
            assert!(with(bad).is_err(), "{bad:?}");
        }
    }
}
