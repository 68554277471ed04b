//! A packet has one spelling, white space aside: whatever a reader could take in two ways is not taken at all.

use super::{BrokenPacket, FORMAT, Packet};

impl Packet {
    /// Reads a packet. A member that stands twice, one that is not known, at whatever depth, and anything that is spelled or
    /// ordered otherwise than a packet is written, are refused: the digest covers the one spelling. So is what names another form or
    /// none, such as an empty file or a picture.
    pub fn read(json: &[u8]) -> Result<Self, BrokenPacket> {
        let packet: Self = serde_json::from_slice(json).map_err(|_| unreadable(json))?;
        let written = serde_json::to_vec(&packet).map_err(|_| BrokenPacket::Written)?;
        if written == without_white_space(json) {
            Ok(packet)
        } else {
            Err(BrokenPacket::Written)
        }
    }
}

/// Why what cannot be read is none: a packet of this form with something wrong in it names the form, wherever it breaks off.
fn unreadable(json: &[u8]) -> BrokenPacket {
    let names_the_form = json.windows(FORMAT.len()).any(|part| part == FORMAT.as_bytes());
    if names_the_form {
        BrokenPacket::Written
    } else {
        BrokenPacket::Format
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
