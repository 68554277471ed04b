//! Whether Telnyx signed a webhook.
//!
//! `telnyx-signature-ed25519` is base64 of the Ed25519 signature over `telnyx-timestamp`, `|` and the raw body.
//! Source: <https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks>; the tolerance is that of
//! Telnyx's own libraries.

use aws_lc_rs::signature::{ED25519, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderName;

use super::credentials::TelnyxCredentials;
use crate::protocol::Verify;
use crate::webhook::{VerificationFailure, Webhook};

const SIGNATURE: HeaderName = HeaderName::from_static("telnyx-signature-ed25519");
const TIMESTAMP: HeaderName = HeaderName::from_static("telnyx-timestamp");
const SIGNATURE_BYTES: usize = 64;
const PUBLIC_KEY_BYTES: usize = 32;

/// How far the time of signing may be from ours, in seconds, either way.
pub const TOLERANCE_SECS: u64 = 300;

impl Verify for TelnyxCredentials {
    fn verify(&self, webhook: &Webhook<'_>, now: i64) -> Result<(), VerificationFailure> {
        let signature = webhook
            .header(&SIGNATURE)
            .ok_or(VerificationFailure::MissingSignature)?;
        let signature = STANDARD
            .decode(signature)
            .map_err(|_| VerificationFailure::MalformedSignature)?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(VerificationFailure::MalformedSignature);
        }
        let timestamp = webhook
            .header(&TIMESTAMP)
            .ok_or(VerificationFailure::MalformedTimestamp)?;
        let signed_at = seconds(timestamp).ok_or(VerificationFailure::MalformedTimestamp)?;
        let signed = signed_bytes(timestamp, webhook.body);
        verify_with_any_key(&signed, &signature, self)?;
        if now.abs_diff(signed_at) > TOLERANCE_SECS {
            Err(VerificationFailure::StaleTimestamp)
        } else {
            Ok(())
        }
    }
}

/// The bytes that are signed.
pub(super) fn signed_bytes(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"|", body].concat()
}

fn verify_with_any_key(
    signed: &[u8],
    signature: &[u8],
    credentials: &TelnyxCredentials,
) -> Result<(), VerificationFailure> {
    let keys = [
        Some(&credentials.public_key),
        credentials.previous_public_key.as_ref(),
    ];
    let mut failure = VerificationFailure::UnusableKey;
    for key in keys.into_iter().flatten() {
        let Some(key) = usable(key) else { continue };
        if key.verify_sig(signed, signature).is_ok() {
            return Ok(());
        }
        failure = VerificationFailure::WrongSignature;
    }
    Err(failure)
}

/// A public key as it is stored; `None` when no webhook could be verified by it.
pub(super) fn usable(key: &str) -> Option<ParsedPublicKey> {
    let bytes = STANDARD
        .decode(key.trim())
        .ok()
        .filter(|bytes| bytes.len() == PUBLIC_KEY_BYTES)?;
    ParsedPublicKey::new(&ED25519, bytes).ok()
}

/// A time in whole seconds since 1970, in the one spelling that Telnyx uses.
fn seconds(text: &str) -> Option<i64> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}
