//! Names of messages, as the carriers make them up.

use crate::random::random_hex;

/// A random UUID, version 4.
pub fn uuid() -> String {
    let digits = random_hex(16).unwrap_or_default();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

/// A Twilio identifier: two letters and 32 hexadecimal digits.
pub fn sid(prefix: &str) -> String {
    format!("{prefix}{}", random_hex(16).unwrap_or_default())
}
