//! Teams, locations and groups.

use serde::{Deserialize, Serialize};

use crate::directory::ServiceArea;
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
    /// How far it serves, if that is defined (MC-28).
    #[serde(rename = "service_area", default, skip_serializing_if = "Option::is_none")]
    pub service_area: Option<ServiceArea>,
}

/// A group of locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    #[serde(rename = "id")]
    pub id: GroupId,
    #[serde(rename = "name")]
    pub name: String,
}
