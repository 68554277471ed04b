//! Who sends the notices.

/// Where email comes from here.
pub const SENDER: &str = "notices@lakeside.example";
