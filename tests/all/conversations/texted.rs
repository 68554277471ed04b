//! A conversation that a member began.

use crate::world::World;

pub const MEMBER: &str = "+15552010001";

/// A world in which a member texted, and the id of the conversation that it opened.
pub async fn texted() -> (World, String) {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Is the branch open?").await;
    let thread = world.thread("lakeside", "+15550100001", MEMBER);
    (world, format!("{thread}-1"))
}
