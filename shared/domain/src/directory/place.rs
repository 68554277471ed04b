//! Teams, locations and groups.

use serde::{Deserialize, Serialize};

use crate::id::{GroupId, LocationId, TeamId};

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    #[serde(rename = "id")]
    pub id: TeamId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}

/// A location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its id.
    #[serde(rename = "id")]
    pub id: LocationId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}

/// A group of locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    #[serde(rename = "id")]
    pub id: GroupId,
    /// Its name.
    #[serde(rename = "name")]
    pub name: String,
}
