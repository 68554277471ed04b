//! Locations as files and the API write them.

use memberline_domain::LocationId;
use memberline_domain::directory::administration::{FieldProblem, Record};
use memberline_domain::directory::{Coordinates, Location, ServiceArea};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reading::{Form, Reading, counted};

/// A branch or office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Location)]
pub struct LocationForm {
    /// Lower-case letters, digits and hyphens.
    #[schema(pattern = "^[a-z0-9-]{1,40}$", examples("main-street"))]
    pub id: String,
    #[schema(examples("Main Street"))]
    pub name: String,
    /// How far it serves.
    #[serde(default)]
    pub service_area: Option<ServiceAreaForm>,
}

/// How far a location serves, in miles over the ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServiceArea)]
pub struct ServiceAreaForm {
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    pub latitude: f64,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    pub longitude: f64,
    /// Up to how many miles a member is in the Ideal area.
    #[schema(minimum = 1, maximum = 12_500)]
    #[serde(deserialize_with = "memberline_domain::whole_number::whole")]
    pub ideal_miles: i64,
    /// Up to how many miles a member is in the Maximum area.
    #[schema(minimum = 1, maximum = 12_500)]
    #[serde(deserialize_with = "memberline_domain::whole_number::whole")]
    pub maximum_miles: i64,
}

/// Millionths of a degree.
const MILLIONTHS: f64 = 1_000_000.0;

/// Degrees in millionths; `i32::MAX` for what is nowhere on Earth.
fn millionths(degrees: f64) -> i32 {
    let scaled = (degrees * MILLIONTHS).round();
    if scaled.abs() <= 180.0 * MILLIONTHS {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits")]
        let whole = scaled as i32;
        whole
    } else {
        i32::MAX
    }
}

impl From<&Location> for LocationForm {
    fn from(location: &Location) -> Self {
        let degrees = |millionths: i32| f64::from(millionths) / MILLIONTHS;
        Self {
            id: location.id.to_string(),
            name: location.name.clone(),
            service_area: location.service_area.map(|area| ServiceAreaForm {
                latitude: degrees(area.centre.latitude),
                longitude: degrees(area.centre.longitude),
                ideal_miles: area.ideal_miles.into(),
                maximum_miles: area.maximum_miles.into(),
            }),
        }
    }
}

impl Form for LocationForm {
    fn record(self) -> Result<Record, Vec<FieldProblem>> {
        let mut reading = Reading::default();
        let id = reading.id("/id", LocationId::parse(&self.id));
        let service_area = self.service_area.map(|area| ServiceArea {
            centre: Coordinates {
                latitude: millionths(area.latitude),
                longitude: millionths(area.longitude),
            },
            ideal_miles: counted(area.ideal_miles, u32::MAX),
            maximum_miles: counted(area.maximum_miles, u32::MAX),
        });
        let name = self.name;
        reading.end(id.map(|id| {
            Record::Location(Location {
                id,
                name,
                service_area,
            })
        }))
    }
}
