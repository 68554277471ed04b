//! Sign-in codes: for one use, within a minute, by whoever asked for them.

use std::collections::HashMap;
use std::time::Duration;

use aws_lc_rs::digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use jiff::Timestamp;

use super::grant::Grant;

/// A code that was used is remembered for this long, so that whoever uses it again is noticed.
const REMEMBERED: Duration = Duration::from_hours(1);

/// What a code is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub redirect_uri: String,
    /// The S256 challenge of PKCE.
    pub challenge: String,
}

/// What a client brings to have tokens for a code.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    pub code: &'a str,
    pub redirect_uri: &'a str,
    pub verifier: &'a str,
}

/// Why there are no tokens for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeRefusal {
    Unknown,
    Expired,
    /// It was used before: what came of it is of no use any more, either.
    Replayed,
    /// It was asked for by another address.
    Address,
    /// Whoever brings it did not ask for it.
    Verifier,
}

#[derive(Debug)]
struct Code {
    bound: Bound,
    grant: Grant,
    until: Timestamp,
    is_used: bool,
}

/// The codes that were given out.
#[derive(Debug, Default)]
pub struct Codes(HashMap<String, Code>);

impl Codes {
    /// Gives out a code.
    pub fn give(&mut self, code: String, bound: Bound, grant: Grant, (now, life): (Timestamp, Duration)) {
        self.0
            .retain(|_, known| known.until.checked_add(REMEMBERED).is_ok_and(|end| end > now));
        let until = now.checked_add(life).unwrap_or(now);
        let kept = Code {
            bound,
            grant,
            until,
            is_used: false,
        };
        self.0.insert(code, kept);
    }

    /// Takes a code back. It is used up by the first who brings it, whatever else they bring.
    pub fn redeem(&mut self, presented: Presented, now: Timestamp) -> Result<Grant, CodeRefusal> {
        let code = self.0.get_mut(presented.code).ok_or(CodeRefusal::Unknown)?;
        if std::mem::replace(&mut code.is_used, true) {
            return Err(CodeRefusal::Replayed);
        }
        if now >= code.until {
            return Err(CodeRefusal::Expired);
        }
        if presented.redirect_uri != code.bound.redirect_uri {
            return Err(CodeRefusal::Address);
        }
        if !is_verifier(presented.verifier) || challenge_of(presented.verifier) != code.bound.challenge {
            return Err(CodeRefusal::Verifier);
        }
        Ok(code.grant.clone())
    }
}

/// RFC 7636, 4.1.
fn is_verifier(verifier: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(unreserved)
}

/// The S256 challenge of a verifier.
pub fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const LIFE: Duration = Duration::from_mins(1);
    const GOOD: Presented = Presented {
        code: "code",
        redirect_uri: "http://localhost:3000/",
        verifier: VERIFIER,
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// The issuer, with a code that was given out at 1,000.
    fn given() -> Codes {
        let mut codes = Codes::default();
        let bound = Bound {
            redirect_uri: GOOD.redirect_uri.to_owned(),
            challenge: challenge_of(VERIFIER),
        };
        let grant = Grant {
            subject: "maria".to_owned(),
            scope: "openid".to_owned(),
            nonce: None,
            signed_in: at(1_000),
        };
        codes.give("code".to_owned(), bound, grant, (at(1_000), LIFE));
        codes
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        assert_eq!(
            challenge_of(VERIFIER),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_code_is_redeemed_once() {
        let mut codes = given();
        assert_eq!(codes.redeem(GOOD, at(1_059)).unwrap().subject, "maria");
        assert_eq!(codes.redeem(GOOD, at(1_059)), Err(CodeRefusal::Replayed));
        assert_eq!(codes.redeem(GOOD, at(2_000)), Err(CodeRefusal::Replayed));
    }

    #[test]
    fn a_code_dies_after_its_minute() {
        assert_eq!(given().redeem(GOOD, at(1_060)), Err(CodeRefusal::Expired));
    }

    #[test]
    fn a_stolen_code_is_of_no_use_and_used_up() {
        let verifier = "x".repeat(43);
        for (stolen, refusal) in [
            (
                Presented {
                    verifier: &verifier,
                    ..GOOD
                },
                CodeRefusal::Verifier,
            ),
            (Presented { verifier: "", ..GOOD }, CodeRefusal::Verifier),
            (
                Presented {
                    verifier: &challenge_of(VERIFIER),
                    ..GOOD
                },
                CodeRefusal::Verifier,
            ),
            (
                Presented {
                    redirect_uri: "http://localhost:5173/",
                    ..GOOD
                },
                CodeRefusal::Address,
            ),
        ] {
            let mut codes = given();
            assert_eq!(codes.redeem(stolen, at(1_001)), Err(refusal));
            assert_eq!(codes.redeem(GOOD, at(1_001)), Err(CodeRefusal::Replayed));
        }
        let guess = Presented {
            code: "guess",
            ..GOOD
        };
        assert_eq!(given().redeem(guess, at(1_001)), Err(CodeRefusal::Unknown));
    }

    #[test]
    fn a_verifier_has_the_form_of_the_standard() {
        assert!(is_verifier(VERIFIER));
        assert!(is_verifier(&"~".repeat(128)));
        for wrong in [
            &"a".repeat(42),
            &"a".repeat(129),
            &"+".repeat(43),
            &"é".repeat(30),
        ] {
            assert!(!is_verifier(wrong), "{wrong}");
        }
    }

    #[test]
    fn codes_of_long_ago_are_forgotten() {
        let mut codes = given();
        let bound = Bound {
            redirect_uri: String::new(),
            challenge: String::new(),
        };
        let grant = codes.redeem(GOOD, at(1_001)).unwrap();
        codes.give("next".to_owned(), bound, grant, (at(1_000 + 3_700), LIFE));
        assert_eq!(codes.redeem(GOOD, at(5_000)), Err(CodeRefusal::Unknown));
        assert_eq!(codes.0.len(), 1);
    }
}
