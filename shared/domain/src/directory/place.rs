//! Teams, locations and groups.

use serde::{Deserialize, Serialize};

use crate::id::{GroupId, LocationId, TeamId};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    #[serde(rename = "id")]
    pub id: TeamId,
    #[serde(rename = "name")]
    pub name: String,
}

/// A location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    #[serde(rename = "id")]
    pub id: LocationId,
    #[serde(rename = "name")]
    pub name: String,
}

/// A group of locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    #[serde(rename = "id")]
    pub id: GroupId,
    #[serde(rename = "name")]
    pub name: String,
}
