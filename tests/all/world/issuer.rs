//! An OpenID Connect issuer: its keys behind the functions' HTTP client, and tokens as it, or a forger, makes them.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use memberline_platform::config::AuthConfig;
use serde_json::{Value, json};

pub const ISSUER: &str = "https://issuer.lakeside.example";
pub const AUDIENCE: &str = "memberline";

/// A signing key.
pub struct Signer {
    der: Vec<u8>,
    pub id: &'static str,
}

/// The issuer's key.
pub static KEY: LazyLock<Signer> = LazyLock::new(|| Signer::new("key-1"));

impl Signer {
    pub fn new(id: &'static str) -> Self {
        let der =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        Self {
            der: der.as_ref().to_vec(),
            id,
        }
    }

    /// A token with these claims.
    pub fn token(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some(self.id.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        encode(&header, claims, &EncodingKey::from_ec_der(&self.der)).unwrap()
    }

    fn jwk(&self) -> Value {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &self.der).unwrap();
        let point = pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|part| URL_SAFE_NO_PAD.encode(part));
        json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": self.id, "x": x, "y": y })
    }
}

/// What a good token claims of a subject at a time, in seconds.
pub fn claims(subject: &str, now: i64) -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 3_600 })
}

pub fn config() -> AuthConfig {
    AuthConfig {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        jwks_url: format!("{ISSUER}/.well-known/jwks.json"),
    }
}

/// The issuer's keys, as HTTP gives them.
#[derive(Debug)]
struct Keys;

impl HttpConnector for Keys {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let keys = json!({ "keys": [KEY.jwk()] }).to_string();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(
            200.try_into().unwrap(),
            SdkBody::from(keys),
        )))
    }
}

pub fn connector() -> SharedHttpConnector {
    SharedHttpConnector::new(Keys)
}
