//! What tokens claim, in Cognito's form: an access token names its client and no audience.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::grant::Grant;
use crate::seed::Agent;

/// When a token is made, and until when it is in force.
#[derive(Debug, Clone, Copy)]
pub struct Validity {
    /// By the machine's clock, which the browser has too.
    pub issued: Timestamp,
    /// Whoever checks it by the stack's clock, or by the machine's, finds it in force until then.
    pub until: Timestamp,
}

/// The claims of the token that the API is asked with.
pub fn access(
    (issuer, client): (&str, &str),
    agent: &Agent,
    grant: &Grant,
    validity: Validity,
    id: &str,
) -> Value {
    let mut claims = common(issuer, agent, grant, validity, id);
    claims["client_id"] = json!(client);
    claims["token_use"] = json!("access");
    claims["scope"] = json!(grant.scope);
    claims
}

/// The claims of the token that tells the client who signed in.
pub fn identity(
    (issuer, client): (&str, &str),
    agent: &Agent,
    grant: &Grant,
    validity: Validity,
    id: &str,
) -> Value {
    let mut claims = common(issuer, agent, grant, validity, id);
    claims["aud"] = json!(client);
    claims["token_use"] = json!("id");
    if let Some(nonce) = &grant.nonce {
        claims["nonce"] = json!(nonce);
    }
    if grant.has_scope("email") {
        claims["email"] = json!(agent.email);
        claims["email_verified"] = json!(true);
    }
    if grant.has_scope("profile") {
        claims["name"] = json!(agent.name);
    }
    claims
}

/// What both claim.
fn common(issuer: &str, agent: &Agent, grant: &Grant, validity: Validity, id: &str) -> Value {
    // Never after the token itself: one signs in by the stack's clock, which may be ahead.
    let signed_in = grant.signed_in.min(validity.issued);
    json!({
        "iss": issuer,
        "sub": agent.id,
        "auth_time": signed_in.as_second(),
        "iat": validity.issued.as_second(),
        "exp": validity.until.as_second(),
        "jti": id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const VALIDITY: fn() -> Validity = || Validity {
        issued: at(1_000),
        until: at(1_900),
    };

    fn grant(scope: &str) -> Grant {
        Grant {
            subject: seed::AGENT.to_owned(),
            scope: scope.to_owned(),
            nonce: Some("n".to_owned()),
            signed_in: at(5_000),
        }
    }

    #[test]
    fn an_access_token_names_its_client_and_no_audience_as_cognitos_does() {
        let claims = access(("i", "c"), seed::agent(), &grant("openid email"), VALIDITY(), "1");
        assert_eq!(
            claims,
            json!({
                "iss": "i", "sub": "maria", "client_id": "c", "token_use": "access", "scope": "openid email",
                "auth_time": 1_000, "iat": 1_000, "exp": 1_900, "jti": "1",
            })
        );
    }

    #[test]
    fn an_id_token_tells_no_more_than_was_asked_for() {
        let of = |scope| identity(("i", "c"), seed::agent(), &grant(scope), VALIDITY(), "1");
        let claims = of("openid");
        assert_eq!((&claims["aud"], &claims["nonce"]), (&json!("c"), &json!("n")));
        assert_eq!((&claims["email"], &claims["name"]), (&Value::Null, &Value::Null));
        assert_eq!(of("openid email")["email"], "maria@lakeside.example");
        assert_eq!(of("openid profile")["name"], "Maria Lopez");
        let silent = Grant {
            nonce: None,
            ..grant("openid")
        };
        let claims = identity(("i", "c"), seed::agent(), &silent, VALIDITY(), "1");
        assert!(claims.get("nonce").is_none());
    }
}
