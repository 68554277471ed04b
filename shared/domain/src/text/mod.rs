//! What a text says and what it costs: keywords, reactions, segments, templates, and the product's own words.

pub mod keywords;
pub(crate) mod normalised;
pub mod reaction;
pub mod segments;
pub mod service_level;
pub mod template;
pub mod typed;
pub mod wording;
