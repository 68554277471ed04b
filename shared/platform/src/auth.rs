//! Agents' tokens: JWTs of the configured OpenID Connect issuer, verified in the function itself.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, header};
use jiff::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use tokio::time::Instant;

use crate::config::AuthConfig;
use crate::http::Http;

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// It is not a JWT, or lacks a claim.
    #[error("the token is malformed")]
    Malformed,
    /// It is signed by an algorithm that is not accepted, `none` among them.
    #[error("the token's algorithm is not accepted")]
    Algorithm,
    /// The issuer has no such key.
    #[error("the token's key is unknown")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the token's signature is wrong")]
    Signature,
    /// It is of another issuer.
    #[error("the token is of another issuer")]
    Issuer,
    /// It is for another audience.
    #[error("the token is for another audience")]
    Audience,
    #[error("the token expired")]
    Expired,
    /// It is not valid yet.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The issuer's keys could not be fetched.
    #[error("the issuer's keys could not be fetched")]
    Unavailable,
}

impl TokenRefusal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "token_malformed",
            Self::Algorithm => "token_algorithm",
            Self::UnknownKey => "token_key_unknown",
            Self::Signature => "token_signature",
            Self::Issuer => "token_issuer",
            Self::Audience => "token_audience",
            Self::Expired => "token_expired",
            Self::NotYetValid => "token_not_yet_valid",
            Self::Unavailable => "issuer_unavailable",
        }
    }
}

/// What is read of a token. Roles and teams are not: they come from the directory.
#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    iss: String,
    exp: i64,
    nbf: Option<i64>,
    aud: Option<Audience>,
    client_id: Option<String>,
    /// What Cognito made it for: `access`, or `id`, which tells a client who signed in and opens nothing.
    token_use: Option<serde_json::Value>,
    /// What Keycloak made it for: `Bearer`, or `ID`.
    typ: Option<serde_json::Value>,
    /// The hash of the access token that an id token came with.
    at_hash: Option<serde_json::Value>,
    /// When the person proved who they are; `iat`, when the token was made, is the same or later.
    auth_time: Option<serde_json::Value>,
    iat: Option<serde_json::Value>,
}

/// What a token that is accepted says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub subject: String,
    /// When its bearer signed in, as far as it says so in a form that can be read, and never later than now.
    pub signed_in_at: Option<Timestamp>,
}

impl Claims {
    /// Whether it tells a client who signed in, as issuers each mark such a token, and is for no API, whatever its audience is called.
    fn is_of_an_id_token(&self) -> bool {
        let is_for_another_use = self
            .token_use
            .as_ref()
            .is_some_and(|made_for| made_for != "access");
        is_for_another_use
            || self.at_hash.is_some()
            || self.typ.as_ref().is_some_and(|made_for| made_for == "ID")
    }

    fn signed_in_at(&self, now: Timestamp) -> Option<Timestamp> {
        let seconds = |claim: &Option<serde_json::Value>| claim.as_ref()?.as_i64();
        let at = seconds(&self.auth_time).or_else(|| seconds(&self.iat))?;
        let at = Timestamp::from_second(at).ok().filter(|at| at.as_second() > 0)?;
        Some(at.min(now))
    }
}

#[derive(Debug, Deserialize)]
#[serde(from = "serde_json::Value")]
struct Audience(Vec<String>);

impl From<serde_json::Value> for Audience {
    fn from(value: serde_json::Value) -> Self {
        let texts = match value {
            serde_json::Value::Array(values) => values,
            one => vec![one],
        };
        Self(
            texts
                .into_iter()
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect(),
        )
    }
}

/// The algorithms that issuers sign with. No symmetric one: the key is public.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 60;

/// How long the issuer's keys are kept, and how soon an unknown one makes us ask again.
const KEYS_KEPT: Duration = Duration::from_hours(1);
const KEYS_AGAIN: Duration = Duration::from_mins(1);

/// No token of an issuer is longer, in bytes.
const LONGEST_TOKEN: usize = 8_192;

/// The token of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let header = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Verifies tokens.
#[derive(Debug)]
pub struct TokenVerifier {
    config: AuthConfig,
    http: Http,
    keys: RwLock<Option<(Instant, Arc<JwkSet>)>>,
}

/// How long the issuer of tokens may take to give out its keys.
const ISSUER_TIMEOUT: Duration = Duration::from_secs(3);

impl TokenVerifier {
    /// A verifier that asks the issuer itself, and gives it three seconds.
    pub fn from_config(config: AuthConfig) -> Self {
        Self::new(config, Http::new(ISSUER_TIMEOUT))
    }

    /// A verifier that asks the issuer by this client.
    pub fn new(config: AuthConfig, http: Http) -> Self {
        Self {
            config,
            http,
            keys: RwLock::new(None),
        }
    }

    /// Verifies a token and returns what it says.
    pub async fn verify(&self, token: &str, now: Timestamp) -> Result<Verified, TokenRefusal> {
        if token.len() > LONGEST_TOKEN {
            return Err(TokenRefusal::Malformed);
        }
        // `none` and unknown algorithms fail to parse, which says the same of any header.
        let header = decode_header(token).map_err(|_| TokenRefusal::Malformed)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(TokenRefusal::Algorithm);
        }
        let key = self
            .key(header.kid.as_deref().ok_or(TokenRefusal::UnknownKey)?)
            .await?;
        let mut validation = Validation::new(header.alg);
        // Time, issuer and audience are checked below, at the given time and each with its own refusal.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = decode::<Claims>(token, &key, &validation).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => TokenRefusal::Signature,
            jsonwebtoken::errors::ErrorKind::InvalidAlgorithm => TokenRefusal::Algorithm,
            _ => TokenRefusal::Malformed,
        })?;
        self.check(claims.claims, now)
    }

    fn check(&self, claims: Claims, now: Timestamp) -> Result<Verified, TokenRefusal> {
        let (signed_in_at, is_of_an_id_token) = (claims.signed_in_at(now), claims.is_of_an_id_token());
        let now = now.as_second();
        if claims.iss != self.config.issuer {
            return Err(TokenRefusal::Issuer);
        }
        let audiences = claims.aud.map(|a| a.0).unwrap_or_default();
        let is_for_us = audiences
            .iter()
            .chain(&claims.client_id)
            .any(|a| *a == self.config.audience);
        if !is_for_us || is_of_an_id_token {
            return Err(TokenRefusal::Audience);
        }
        if now >= claims.exp.saturating_add(LEEWAY) {
            return Err(TokenRefusal::Expired);
        }
        if claims.nbf.is_some_and(|nbf| now < nbf.saturating_sub(LEEWAY)) {
            return Err(TokenRefusal::NotYetValid);
        }
        Ok(Verified {
            subject: claims.sub,
            signed_in_at,
        })
    }

    async fn key(&self, id: &str) -> Result<DecodingKey, TokenRefusal> {
        let kept = self.keys.read().unwrap_or_else(PoisonError::into_inner).clone();
        let keys = match kept {
            Some((since, keys))
                if since.elapsed() < KEYS_AGAIN
                    || (since.elapsed() < KEYS_KEPT && keys.find(id).is_some()) =>
            {
                keys
            }
            _ => self.fetch().await?,
        };
        let key = keys.find(id).ok_or(TokenRefusal::UnknownKey)?;
        DecodingKey::from_jwk(key).map_err(|_| TokenRefusal::UnknownKey)
    }

    async fn fetch(&self) -> Result<Arc<JwkSet>, TokenRefusal> {
        let request = http::Request::get(&self.config.jwks_url).body(Bytes::new());
        let request = request.map_err(|_| TokenRefusal::Unavailable)?;
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|_| TokenRefusal::Unavailable)?;
        if answer.status != 200 {
            return Err(TokenRefusal::Unavailable);
        }
        let keys: JwkSet = serde_json::from_slice(&answer.body).map_err(|_| TokenRefusal::Unavailable)?;
        let keys = Arc::new(keys);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), Arc::clone(&keys)));
        Ok(keys)
    }
}
