//! The description of an API, in OpenAPI 3.1: what its routes say, completed by what every operation may answer.

mod answers;
mod schemas;

use serde_json::Value;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement};

/// The whole description as JSON, made of what the routes say: agents prove who they are by a bearer token, every operation names what
/// it may answer, and a schema that has a name stands once.
pub fn document(mut openapi: OpenApi) -> Value {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("A token of the institution's issuer."))
        .build();
    if let Some(components) = &mut openapi.components {
        components.add_security_scheme("agent", SecurityScheme::Http(bearer));
    }
    openapi.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("agent", [])]);
    if let Some(tags) = &mut openapi.tags {
        tags.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (_, operation) in item.as_object_mut().into_iter().flatten() {
                answers::complete(path, operation);
            }
        }
    }
    schemas::never_null(&mut document);
    schemas::refer(&mut document);
    schemas::drop_unused(&mut document);
    schemas::extend_closed(&mut document);
    schemas::require_answered(&mut document);
    document
}
