//! What the issuer has given out and may be asked about again. It is in memory: whoever signed in before a restart signs in again.

use jiff::Timestamp;

use super::codes::{Bound, CodeRefusal, Codes, Presented};
use super::families::{Families, RefreshRefusal};
use super::grant::Grant;
use super::lives::Lives;
use super::sign_ins::SignIns;

/// All of it.
#[derive(Debug, Default)]
pub struct Grants {
    codes: Codes,
    families: Families,
    /// The browsers that are known.
    pub sign_ins: SignIns,
    pub lives: Lives,
}

impl Grants {
    /// Gives out a code.
    pub fn give(&mut self, code: String, bound: Bound, grant: Grant, now: Timestamp) {
        self.codes.give(code, bound, grant, (now, self.lives.code()));
    }

    /// Takes a code, and gives out a refresh token for it. A code that comes again ends what came of it.
    pub fn redeem(
        &mut self,
        presented: Presented,
        refresh: String,
        now: Timestamp,
    ) -> Result<Grant, CodeRefusal> {
        let redeemed = self.codes.redeem(presented, now);
        match &redeemed {
            Ok(grant) => {
                let life = (now, self.lives.refresh());
                self.families.begin(refresh, presented.code, grant.clone(), life);
            }
            Err(CodeRefusal::Replayed) => self.families.end_of_code(presented.code),
            Err(_) => {}
        }
        redeemed
    }

    /// Takes a refresh token, and has `next` be the one that works.
    pub fn renew(&mut self, token: &str, next: String, now: Timestamp) -> Result<Grant, RefreshRefusal> {
        self.families.renew(token, next, now)
    }

    /// Ends what a refresh token stands for.
    pub fn revoke(&mut self, token: &str) {
        self.families.end(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::codes::challenge_of;

    #[test]
    fn a_code_that_is_replayed_ends_what_came_of_it() {
        let now = Timestamp::from_second(1_000).unwrap();
        let verifier = "v".repeat(43);
        let mut grants = Grants::default();
        let bound = Bound {
            redirect_uri: "http://localhost:3000/".to_owned(),
            challenge: challenge_of(&verifier),
        };
        let grant = Grant {
            subject: "maria".to_owned(),
            scope: "openid".to_owned(),
            nonce: None,
            signed_in: now,
        };
        grants.give("code".to_owned(), bound.clone(), grant, now);
        let presented = Presented {
            code: "code",
            redirect_uri: &bound.redirect_uri,
            verifier: &verifier,
        };
        grants.redeem(presented, "1".to_owned(), now).unwrap();
        grants.renew("1", "2".to_owned(), now).unwrap();
        // The thief has the verifier, too.
        assert_eq!(
            grants.redeem(presented, "x".to_owned(), now),
            Err(CodeRefusal::Replayed)
        );
        assert_eq!(
            grants.renew("x", "y".to_owned(), now),
            Err(RefreshRefusal::Unknown)
        );
        assert_eq!(
            grants.renew("2", "3".to_owned(), now),
            Err(RefreshRefusal::Unknown)
        );
    }
}
