//! A packet has one spelling, white space aside: whatever a reader could take in two ways is not taken at all.

use super::{BrokenPacket, Packet};

impl Packet {
    /// Reads a packet. A member that stands twice, one that is not known, at whatever depth, and anything that is spelled or
    /// ordered otherwise than a packet is written, are refused: the digest covers the one spelling.
    pub fn read(json: &[u8]) -> Result<Self, BrokenPacket> {
        let packet: Self = serde_json::from_slice(json).map_err(|_| BrokenPacket::Written)?;
        let written = serde_json::to_vec(&packet).map_err(|_| BrokenPacket::Written)?;
        if written == without_white_space(json) {
            Ok(packet)
        } else {
            Err(BrokenPacket::Written)
        }
    }
}

/// Valid JSON without the white space between its tokens.
fn without_white_space(json: &[u8]) -> Vec<u8> {
    let (mut in_string, mut escaped) = (false, false);
    let mut kept = Vec::with_capacity(json.len());
    for &byte in json {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            in_string = byte == b'"';
        }
        kept.push(byte);
    }
    kept
}
