//! What a viewer sees of a timeline.

mod attachments;
mod cast;
mod happenings;
mod messages;
mod notices;
mod reactions;
