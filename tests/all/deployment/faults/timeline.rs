//! What a member's timeline has.

use memberline_domain::aggregate::Event;

use crate::world::World;
use crate::world::people::TWILIO_NUMBER;

/// The conversation that a member opened, and the kinds of its entries.
pub fn conversation(world: &World, member: &str) -> String {
    format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, member))
}

pub async fn kinds(world: &World, member: &str) -> Vec<String> {
    let (_, entries) = world.timeline(member).await;
    let mut entries: Vec<_> = entries
        .iter()
        .map(|entry| (entry.place(), entry.event.kind().to_owned()))
        .collect();
    entries.sort_unstable();
    entries.into_iter().map(|(_, kind)| kind).collect()
}
