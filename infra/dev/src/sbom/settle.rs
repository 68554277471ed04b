//! What differs from run to run and from machine to machine.

use anyhow::Result;
use jiff::Timestamp;
use memberline_local::hash::hex;
use serde_json::{Value, json};

/// The same at the time `at`, with a number that follows from its content.
pub fn settled(mut sbom: Value, at: Timestamp) -> Result<Value> {
    sbom["metadata"]["timestamp"] = json!(at.to_string());
    sbom["serialNumber"] = Value::Null;
    sbom["serialNumber"] = json!(serial_number(&serde_json::to_vec(&sbom)?));
    Ok(sbom)
}

/// A UUID of version 8, which is for numbers made otherwise than at random.
fn serial_number(content: &[u8]) -> String {
    let hash = hex(content);
    format!(
        "urn:uuid:{}-{}-8{}-9{}-{}",
        &hash[..8],
        &hash[8..12],
        &hash[12..15],
        &hash[15..18],
        &hash[18..30]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_has_the_same_number_whoever_made_it() {
        let made = |serial: &str, at: &str, name: &str| json!({ "serialNumber": serial, "metadata": { "timestamp": at }, "components": [{ "name": name }] });
        let at = "2026-11-28T12:00:00Z".parse().unwrap();
        let first = settled(made("urn:uuid:1", "1970-01-01T00:00:00Z", "a"), at).unwrap();
        assert_eq!(
            first,
            settled(made("urn:uuid:2", "1971-01-01T00:00:00Z", "a"), at).unwrap()
        );
        let other = settled(made("urn:uuid:1", "1970-01-01T00:00:00Z", "b"), at).unwrap();
        assert_ne!(first["serialNumber"], other["serialNumber"]);
        let number = first["serialNumber"].as_str().unwrap();
        assert_eq!(
            number.len(),
            "urn:uuid:00000000-0000-8000-9000-000000000000".len(),
            "{number}"
        );
    }
}
