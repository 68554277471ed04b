//! Who is signed in at the issuer, by browser.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

/// A browser is known for as long as people work.
const LIFE: Duration = Duration::from_hours(12);

/// Someone who signed in with a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub subject: String,
    pub at: Timestamp,
}

/// The browsers that are known, by what their cookie says.
#[derive(Debug, Default)]
pub struct SignIns(HashMap<String, SignIn>);

impl SignIns {
    /// Remembers who signed in.
    pub fn begin(&mut self, cookie: String, subject: &str, now: Timestamp) {
        self.0.retain(|_, known| is_in_force(known, now));
        let signed_in = SignIn {
            subject: subject.to_owned(),
            at: now,
        };
        self.0.insert(cookie, signed_in);
    }

    /// Who signed in with this browser.
    pub fn find(&self, cookie: &str, now: Timestamp) -> Option<SignIn> {
        let known = self.0.get(cookie)?;
        is_in_force(known, now).then(|| known.clone())
    }

    /// Forgets the browser.
    pub fn end(&mut self, cookie: &str) {
        self.0.remove(cookie);
    }
}

fn is_in_force(known: &SignIn, now: Timestamp) -> bool {
    known.at.checked_add(LIFE).is_ok_and(|end| end > now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_until_it_signs_out_or_half_a_day_has_passed() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut known = SignIns::default();
        known.begin("a".to_owned(), "maria", at(0));
        known.begin("b".to_owned(), "devon", at(0));
        assert_eq!(known.find("a", at(1)).unwrap().subject, "maria");
        assert_eq!(known.find("c", at(1)), None);
        known.end("a");
        assert_eq!(known.find("a", at(1)), None);
        assert!(known.find("b", at(12 * 3_600 - 1)).is_some());
        assert_eq!(known.find("b", at(12 * 3_600)), None);
    }
}
