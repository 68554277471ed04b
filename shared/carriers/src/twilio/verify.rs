//! Whether Twilio signed a webhook.
//!
//! `X-Twilio-Signature` is base64 of the HMAC-SHA1, under the auth token, of the URL followed by every field's key and
//! value, sorted. A body that is no form is signed through its SHA-256 in the query parameter `bodySHA256`; for a form that
//! parameter counts for nothing, as a sender can have it written into what is signed.
//! Source: <https://www.twilio.com/docs/usage/security#validating-requests>, and Twilio's own validators.
//!
//! Keys and values are joined without a separator, by Twilio's rule, so that the signature alone cannot tell where
//! one ends. Hence the strict reading of every field afterwards: [`reading`](super::reading).

use aws_lc_rs::{constant_time, digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderName;

use super::credentials::TwilioCredentials;
use super::send::RETRIES;
use crate::protocol::Verify;
use crate::secret::Secret;
use crate::webhook::{VerificationFailure, Webhook};

const SIGNATURE: HeaderName = HeaderName::from_static("x-twilio-signature");
const SHA1_BYTES: usize = 20;

impl Verify for TwilioCredentials {
    /// One that names no account, or several, is left to whoever reads its fields.
    fn claimed_by(&self, webhook: &Webhook<'_>) -> bool {
        let named = webhook
            .form()
            .and_then(|form| form.text("AccountSid").ok().flatten());
        named.is_none_or(|named| named == self.account_sid)
    }

    fn verify(&self, webhook: &Webhook<'_>, _: i64) -> Result<(), VerificationFailure> {
        let signature = webhook
            .header(&SIGNATURE)
            .ok_or(VerificationFailure::MissingSignature)?;
        let signature = STANDARD
            .decode(signature)
            .map_err(|_| VerificationFailure::MalformedSignature)?;
        if signature.len() != SHA1_BYTES {
            return Err(VerificationFailure::MalformedSignature);
        }
        let fields = signed_fields(webhook)?;
        let tokens = [Some(&self.auth_token), self.previous_auth_token.as_ref()];
        let tokens = tokens.into_iter().flatten().map(Secret::expose);
        for token in tokens.filter(|token| !token.is_empty()) {
            let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
            for url in spellings(webhook.url) {
                let mut signed = url.into_bytes();
                signed.extend_from_slice(&fields);
                if hmac::verify(&key, &signed, &signature).is_ok() {
                    return if self.claimed_by(webhook) {
                        Ok(())
                    } else {
                        Err(VerificationFailure::WrongAccount)
                    };
                }
            }
        }
        Err(VerificationFailure::WrongSignature)
    }
}

/// The signature that Twilio would give a form posted to `url`.
pub fn sign(url: &str, fields: &[(&str, &str)], auth_token: &str) -> String {
    let mut fields: Vec<_> = fields.to_vec();
    fields.sort_unstable();
    fields.dedup();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, auth_token.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(url.as_bytes());
    for (name, value) in fields {
        context.update(name.as_bytes());
        context.update(value.as_bytes());
    }
    STANDARD.encode(context.sign())
}

/// What follows the URL in what is signed: a form's fields, or nothing when the URL vouches for the body.
fn signed_fields(webhook: &Webhook<'_>) -> Result<Vec<u8>, VerificationFailure> {
    let Some(form) = webhook.form() else {
        // Without the hash, a signature over the URL alone would vouch for any body that is no form.
        let expected = body_hash(webhook.url).ok_or(VerificationFailure::UnsignedBody)?;
        let actual = hex(digest::digest(&digest::SHA256, webhook.body).as_ref());
        let same = constant_time::verify_slices_are_equal(actual.as_bytes(), expected.as_bytes());
        return same
            .map(|()| Vec::new())
            .map_err(|_| VerificationFailure::WrongSignature);
    };
    Ok(form
        .sorted()
        .into_iter()
        .flat_map(|(key, value)| [key, value])
        .flatten()
        .copied()
        .collect())
}

/// The SHA-256 of the body that the query claims, in lower-case hexadecimal.
fn body_hash(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("bodySHA256="))
        .map(str::to_ascii_lowercase)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 0x0f])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// The ways in which Twilio may have written the URL when it signed: with and without a port, and with an
/// apostrophe in the query as it is or escaped, with and without [`RETRIES`]. Its servers are not consistent, and its validators try the same.
fn spellings(url: &str) -> Vec<String> {
    let mut spellings: Vec<String> = Vec::with_capacity(18);
    for ported in [Some(url.to_owned()), without_port(url), with_standard_port(url)]
        .into_iter()
        .flatten()
    {
        let (path, query) = ported
            .split_once('?')
            .map_or((&*ported, None), |(path, query)| (path, Some(query)));
        let variants = [
            Some(ported.clone()),
            query.map(|query| format!("{path}?{}", query.replace('\'', "%27"))),
            query.map(|query| format!("{path}?{}", query.replace("%27", "'"))),
        ];
        let bare = variants.into_iter().flatten();
        // The fragment is for Twilio itself and is not sent; whether it is signed is not documented.
        for variant in bare.flat_map(|url| [format!("{url}{RETRIES}"), url]) {
            if !spellings.contains(&variant) {
                spellings.push(variant);
            }
        }
    }
    spellings
}

/// The parts of a URL: scheme, authority, and the rest from the path on.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((scheme, &rest[..end], &rest[end..]))
}

/// Where the port of an authority begins, at its colon.
fn port_at(authority: &str) -> Option<usize> {
    let (before, port) = authority.rsplit_once(':')?;
    (!port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) && !port.contains('@'))
        .then_some(before.len())
}

fn without_port(url: &str) -> Option<String> {
    let (scheme, authority, rest) = parts(url)?;
    let host = &authority[..port_at(authority)?];
    Some(format!("{scheme}://{host}{rest}"))
}

fn with_standard_port(url: &str) -> Option<String> {
    let (scheme, authority, rest) = parts(url)?;
    let port = if scheme.eq_ignore_ascii_case("https") {
        443
    } else {
        80
    };
    port_at(authority)
        .is_none()
        .then(|| format!("{scheme}://{authority}:{port}{rest}"))
}
