//! The local issuer: an `OpenID` provider that signs in whom the directory names, without a password.

pub mod claims;
pub mod client;
pub mod codes;
pub mod families;
pub mod grant;
pub mod grants;
mod key;
pub mod lives;
pub mod page;
pub mod parameters;
pub mod request;
mod sign_ins;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::clock;
use crate::random::random_hex;
use crate::seed::Agent;
use claims::Validity;
use client::Client;
use grant::Grant;
use key::SigningKey;

/// Whom the tokens are for: the id of the console as a client, as with Cognito.
pub const AUDIENCE: &str = "memberline";

/// What the console asks for.
pub const SCOPE: &str = "openid email";

/// Where `npm run dev` serves the pages.
const DEVELOPMENT: &str = "http://localhost:5173";

/// The issuer's key, address and client.
pub struct Issuer {
    url: String,
    state: PathBuf,
    key: SigningKey,
    /// The console.
    pub client: Client,
}

/// What a sign-in brings.
#[derive(Debug)]
pub struct Tokens {
    pub access: String,
    pub identity: String,
}

impl Issuer {
    /// The issuer of the stack at `url`, whose key is in `state`; the first time it makes one.
    pub fn open(state: &Path, url: &str) -> Result<Self> {
        let origins = [url, &url.replace("//localhost:", "//127.0.0.1:"), DEVELOPMENT];
        Ok(Self {
            url: format!("{url}/oidc"),
            state: state.to_owned(),
            key: SigningKey::open(state)?,
            client: Client::new(AUDIENCE, origins.map(str::to_owned).to_vec()),
        })
    }

    /// Its identifier, and the address that its own begin with.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The time by the stack's clock.
    pub fn now(&self) -> Timestamp {
        clock::now(&self.state)
    }

    /// An access token of `agent`, without a sign-in.
    pub fn token(&self, agent: &Agent, life: Duration) -> Result<String> {
        let grant = Grant {
            subject: agent.id.clone(),
            scope: SCOPE.to_owned(),
            nonce: None,
            signed_in: self.now(),
        };
        Ok(self.tokens(agent, &grant, life)?.access)
    }

    /// The tokens of a sign-in of `agent`.
    pub fn tokens(&self, agent: &Agent, grant: &Grant, life: Duration) -> Result<Tokens> {
        let issued = memberline_platform::clock::now();
        let until = issued.checked_add(clock::ahead(&self.state))?.checked_add(life)?;
        let validity = Validity { issued, until };
        let parties = (self.url.as_str(), self.client.id);
        let access = claims::access(parties, agent, grant, validity, &random_hex(16)?);
        let identity = claims::identity(parties, agent, grant, validity, &random_hex(16)?);
        Ok(Tokens {
            access: self.key.sign(&access)?,
            identity: self.key.sign(&identity)?,
        })
    }

    /// Whose id token it is, in force or not, if it is this issuer's for its client.
    pub fn subject_of(&self, id_token: &str) -> Option<String> {
        let claims = self.key.signed(id_token)?;
        let is_own =
            claims["iss"] == self.url && claims["aud"] == self.client.id && claims["token_use"] == "id";
        is_own
            .then(|| claims["sub"].as_str().map(str::to_owned))
            .flatten()
    }

    /// The set of keys that tokens are verified with.
    pub fn keys(&self) -> Value {
        self.key.public()
    }

    /// What a client of `OpenID` Connect reads first.
    pub fn configuration(&self) -> Value {
        let at = |path: &str| format!("{}/{path}", self.url);
        json!({
            "issuer": self.url,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "revocation_endpoint": at("revoke"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": at(".well-known/jwks.json"),
            "scopes_supported": request::SCOPES,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": true,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "email", "email_verified", "name"],
        })
    }

    /// What the pages are told of signing in (`web/console.schema.json`).
    pub fn console(&self) -> Value {
        json!({ "issuer": self.url, "client_id": self.client.id, "scope": SCOPE })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed;

    #[test]
    fn only_its_own_id_token_says_whose_it_is() {
        let state = tempfile::tempdir().unwrap();
        let issuer = Issuer::open(state.path(), "http://localhost:3000").unwrap();
        let grant = Grant {
            subject: seed::AGENT.to_owned(),
            scope: SCOPE.to_owned(),
            nonce: None,
            signed_in: issuer.now(),
        };
        let of = |issuer: &Issuer| {
            issuer
                .tokens(seed::agent(), &grant, Duration::from_mins(1))
                .unwrap()
        };
        let tokens = of(&issuer);
        assert_eq!(issuer.subject_of(&tokens.identity).as_deref(), Some("maria"));
        // One key, whoever opens it.
        let again = Issuer::open(state.path(), "http://localhost:3000").unwrap();
        assert_eq!(again.subject_of(&tokens.identity).as_deref(), Some("maria"));
        assert_eq!(again.keys(), issuer.keys());

        let elsewhere = tempfile::tempdir().unwrap();
        let forger = Issuer::open(elsewhere.path(), "http://localhost:3000").unwrap();
        let moved = Issuer::open(state.path(), "http://localhost:3100").unwrap();
        for wrong in [
            &of(&forger).identity,
            &of(&moved).identity,
            &tokens.access,
            "",
            "a.b.c",
            "eyJhbGciOiJub25lIn0.e30.",
        ] {
            assert_eq!(issuer.subject_of(wrong), None, "{wrong}");
        }
    }
}
