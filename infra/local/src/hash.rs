//! Fingerprints that tell whether something changed.

use std::fmt::Write;

use aws_lc_rs::digest;

/// The SHA-256 of `content` in hexadecimal.
pub fn hex(content: &[u8]) -> String {
    // Assembly, which also a debug build runs at full speed: binaries are long.
    to_hex(digest::digest(&digest::SHA256, content).as_ref())
}

/// Bytes in lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
