//! Fingerprints that tell whether something changed.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of `content` in hexadecimal.
pub fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
