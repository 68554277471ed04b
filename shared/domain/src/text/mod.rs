//! What a text says and what it costs: keywords, reactions, segments, templates.

pub mod keywords;
pub(crate) mod normalised;
pub mod reaction;
pub mod segments;
pub mod service_level;
pub mod template;
pub mod typed;
