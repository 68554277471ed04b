//! Fingerprints that tell whether something changed.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of `content` in hexadecimal.
pub fn hex(content: &[u8]) -> String {
    to_hex(&Sha256::digest(content))
}

/// Bytes in lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
