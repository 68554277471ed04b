//! Signing as Telnyx does, for whoever plays Telnyx: the local carrier and tests.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::verify::signed_bytes;

/// The seed is not one that Ed25519 takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 seed")]
pub struct InvalidSeed;

/// The signature that Telnyx would give `body` at `timestamp`, in seconds since 1970, with the key of that seed.
pub fn sign(timestamp: i64, body: &[u8], seed: &[u8; 32]) -> Result<String, InvalidSeed> {
    let signature = key(seed)?.sign(&signed_bytes(&timestamp.to_string(), body));
    Ok(STANDARD.encode(signature))
}

/// The public half of the key of that seed, as credentials hold it.
pub fn public_key(seed: &[u8; 32]) -> Result<String, InvalidSeed> {
    Ok(STANDARD.encode(key(seed)?.public_key()))
}

fn key(seed: &[u8; 32]) -> Result<Ed25519KeyPair, InvalidSeed> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| InvalidSeed)
}
