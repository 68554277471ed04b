//! The form of packets.

/// What a packet is, and which version of it.
pub const FORMAT: &str = "memberline.evidence.v2";
