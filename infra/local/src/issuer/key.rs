//! The key that tokens are signed with, and what verifies them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

use crate::hash::hex;
use crate::places::write_whole;

/// An RSA key, as API Gateway's JWT authorizers accept nothing else.
pub struct SigningKey {
    key: EncodingKey,
    id: String,
    modulus: String,
    exponent: String,
}

impl SigningKey {
    /// The one in `state`, made the first time.
    pub fn open(state: &Path) -> Result<Self> {
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
            key: EncodingKey::from_rsa_pem(pem.as_bytes())?,
            id: hex(public.as_ref())[..16].to_owned(),
            modulus: BASE64_URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            exponent: BASE64_URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &Value) -> Result<String> {
        let header = Header {
            kid: Some(self.id.clone()),
            ..Header::new(Algorithm::RS256)
        };
        Ok(jsonwebtoken::encode(&header, claims, &self.key)?)
    }

    /// The claims of a token that this key signed, expired or not.
    pub fn signed(&self, token: &str) -> Option<Value> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let key = DecodingKey::from_rsa_components(&self.modulus, &self.exponent).ok()?;
        let token = jsonwebtoken::decode::<Value>(token, &key, &validation).ok()?;
        Some(token.claims)
    }

    /// The set of keys that tokens are verified with.
    pub fn public(&self) -> Value {
        json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id, "n": self.modulus, "e": self.exponent,
        }] })
    }
}
