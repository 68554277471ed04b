//! Refresh tokens: each works once and brings the next of its family. One that is used again ends the family (RFC 9700, 4.14.2).

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use super::grant::Grant;

/// Why a refresh token brings nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshRefusal {
    /// It was never given out, or its family has ended.
    Unknown,
    Expired,
    /// It was used before, by its owner or by a thief: its family has ended.
    Reused,
}

#[derive(Debug)]
struct Family {
    grant: Grant,
    /// The code that it came of.
    code: String,
    /// The only token that works.
    current: String,
    until: Timestamp,
}

/// The refresh tokens that were given out.
#[derive(Debug, Default)]
pub struct Families {
    in_force: HashMap<u64, Family>,
    /// Which family each token is of, used ones included.
    tokens: HashMap<String, u64>,
    begun: u64,
}

impl Families {
    /// Begins the family of a code. It ends after `life`, however often it is renewed.
    pub fn begin(&mut self, token: String, code: &str, grant: Grant, (now, life): (Timestamp, Duration)) {
        self.in_force.retain(|_, family| family.until > now);
        self.tokens.retain(|_, family| self.in_force.contains_key(family));
        self.begun += 1;
        self.tokens.insert(token.clone(), self.begun);
        let family = Family {
            grant,
            code: code.to_owned(),
            current: token,
            until: now.checked_add(life).unwrap_or(now),
        };
        self.in_force.insert(self.begun, family);
    }

    /// Takes a token, and has `next` be the one that works.
    pub fn renew(&mut self, token: &str, next: String, now: Timestamp) -> Result<Grant, RefreshRefusal> {
        let id = *self.tokens.get(token).ok_or(RefreshRefusal::Unknown)?;
        let family = self.in_force.get_mut(&id).ok_or(RefreshRefusal::Unknown)?;
        if now >= family.until {
            return Err(RefreshRefusal::Expired);
        }
        if family.current != token {
            self.in_force.remove(&id);
            return Err(RefreshRefusal::Reused);
        }
        family.current.clone_from(&next);
        let grant = family.grant.clone();
        self.tokens.insert(next, id);
        Ok(grant)
    }

    /// Ends the family of a token, used or not. What is unknown is as good as ended (RFC 7009).
    pub fn end(&mut self, token: &str) {
        if let Some(id) = self.tokens.get(token) {
            self.in_force.remove(id);
        }
    }

    /// Ends the family that came of a code.
    pub fn end_of_code(&mut self, code: &str) {
        self.in_force.retain(|_, family| family.code != code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Duration = Duration::from_hours(12);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn begun() -> Families {
        let mut families = Families::default();
        let grant = Grant {
            subject: "maria".to_owned(),
            scope: "openid".to_owned(),
            nonce: None,
            signed_in: at(0),
        };
        families.begin("1".to_owned(), "code", grant.clone(), (at(0), LIFE));
        families.begin("another".to_owned(), "other code", grant, (at(0), LIFE));
        families
    }

    fn renewed(families: &mut Families, token: &str, next: &str, now: i64) -> Result<(), RefreshRefusal> {
        families.renew(token, next.to_owned(), at(now)).map(|_| ())
    }

    #[test]
    fn each_token_brings_the_next() {
        let mut families = begun();
        assert_eq!(renewed(&mut families, "1", "2", 10), Ok(()));
        assert_eq!(renewed(&mut families, "2", "3", 20), Ok(()));
        assert_eq!(
            renewed(&mut families, "guess", "4", 20),
            Err(RefreshRefusal::Unknown)
        );
    }

    #[test]
    fn a_token_that_is_used_again_ends_its_family_and_no_other() {
        let mut families = begun();
        renewed(&mut families, "1", "2", 10).unwrap();
        assert_eq!(renewed(&mut families, "1", "x", 11), Err(RefreshRefusal::Reused));
        assert_eq!(renewed(&mut families, "2", "3", 12), Err(RefreshRefusal::Unknown));
        assert_eq!(renewed(&mut families, "another", "4", 12), Ok(()));
    }

    #[test]
    fn a_family_ends_after_its_life_however_often_it_is_renewed() {
        let mut families = begun();
        renewed(&mut families, "1", "2", 12 * 3_600 - 1).unwrap();
        assert_eq!(
            renewed(&mut families, "2", "3", 12 * 3_600),
            Err(RefreshRefusal::Expired)
        );
    }

    #[test]
    fn any_token_of_a_family_revokes_it_and_so_does_its_code() {
        let mut families = begun();
        renewed(&mut families, "1", "2", 10).unwrap();
        families.end("1");
        families.end("1");
        families.end("guess");
        assert_eq!(renewed(&mut families, "2", "3", 12), Err(RefreshRefusal::Unknown));
        families.end_of_code("other code");
        assert_eq!(
            renewed(&mut families, "another", "4", 12),
            Err(RefreshRefusal::Unknown)
        );
    }

    #[test]
    fn what_has_ended_is_forgotten() {
        let mut families = begun();
        let grant = families.renew("1", "2".to_owned(), at(10)).unwrap();
        families.begin("new".to_owned(), "code", grant, (at(13 * 3_600), LIFE));
        assert_eq!((families.in_force.len(), families.tokens.len()), (1, 1));
    }
}
