//! The local issuer: signs the seeded agents in without a password.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use memberline_platform::clock::now;
use serde_json::{Value, json};

use crate::clock;
use crate::hash::hex;
use crate::places::write_whole;
use crate::seed::Agent;

/// Whom the tokens are for.
pub const AUDIENCE: &str = "memberline";

/// The issuer's key and address.
pub struct Issuer {
    url: String,
    clock_offset: PathBuf,
    key: EncodingKey,
    key_id: String,
    modulus: String,
    exponent: String,
}

impl Issuer {
    /// The issuer whose key is in `state`; the first time it makes one.
    ///
    /// RSA, as API Gateway's JWT authorizers accept nothing else.
    pub fn open(state: &Path, url: &str) -> Result<Self> {
        let file = state.join("issuer-key.der");
        let key = if let Ok(der) = fs::read(&file) {
            KeyPair::from_pkcs8(&der)
                .ok()
                .with_context(|| format!("{} is damaged: remove it", file.display()))?
        } else {
            let key = KeyPair::generate(KeySize::Rsa2048)
                .ok()
                .context("cannot make the issuer's key")?;
            let der: Pkcs8V1Der = key.as_der().ok().context("cannot write the issuer's key")?;
            write_whole(&file, der.as_ref())?;
            key
        };
        let der: Pkcs8V1Der = key.as_der().ok().context("cannot write the issuer's key")?;
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            BASE64_STANDARD.encode(der.as_ref())
        );
        let public = key.public_key();
        Ok(Self {
            url: format!("{url}/oidc"),
            clock_offset: clock::file(state),
            key: EncodingKey::from_rsa_pem(pem.as_bytes())?,
            key_id: hex(public.as_ref())[..16].to_owned(),
            modulus: BASE64_URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            exponent: BASE64_URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// A bearer token of `agent`.
    pub fn token(&self, agent: &Agent, life: Duration) -> Result<String> {
        let now = now().as_second();
        let claims = json!({
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": agent.id,
            "name": agent.name,
            "email": agent.email,
            "iat": now,
            "nbf": now,
            // Whoever checks it by the stack's clock, or by the machine's, finds it in force.
            "exp": now + i64::try_from(clock::offset(&self.clock_offset) + life.as_secs())?,
        });
        let header = Header {
            kid: Some(self.key_id.clone()),
            ..Header::new(Algorithm::RS256)
        };
        Ok(jsonwebtoken::encode(&header, &claims, &self.key)?)
    }

    /// The set of keys that tokens are verified with.
    pub fn keys(&self) -> Value {
        json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.key_id, "n": self.modulus, "e": self.exponent,
        }] })
    }

    /// What a client of OpenID Connect reads first.
    pub fn configuration(&self) -> Value {
        json!({
            "issuer": self.url,
            "jwks_uri": format!("{}/.well-known/jwks.json", self.url),
            "token_endpoint": format!("{}/token", self.url),
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        })
    }
}
