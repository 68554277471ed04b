//! Who applies, and what tells of it.

use serde_json::{Value, json};

use crate::world::World;

pub const MEMBER: &str = "+13195550101";

pub fn created(world: &World, id: &str, los_id: &str) -> Value {
    json!({"id": id, "type": "application.created", "occurred_at": world.clock.now().to_string(), "application": {"id": los_id}})
}
