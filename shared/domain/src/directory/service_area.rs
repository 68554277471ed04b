//! How far a location serves (MC-28).

use serde::{Deserialize, Serialize};

/// The most that a radius may be: no two places on Earth are further apart.
pub const MAX_MILES: u32 = 12_500;

/// A place on Earth in millionths of a degree, some 10 cm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinates {
    /// North of the equator.
    #[serde(rename = "lat")]
    pub latitude: i32,
    /// East of Greenwich.
    #[serde(rename = "lon")]
    pub longitude: i32,
}

impl Coordinates {
    /// Whether it is a place: at most 90 degrees north or south, 180 east or west.
    pub fn is_on_earth(self) -> bool {
        self.latitude.unsigned_abs() <= 90_000_000 && self.longitude.unsigned_abs() <= 180_000_000
    }
}

/// How far a location serves, measured in a straight line over the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceArea {
    /// Where it is measured from.
    #[serde(rename = "centre")]
    pub centre: Coordinates,
    /// Up to how many miles a member is in the Ideal area.
    #[serde(rename = "ideal")]
    pub ideal_miles: u32,
    /// Up to how many miles a member is in the Maximum area.
    #[serde(rename = "maximum")]
    pub maximum_miles: u32,
}
