//! Whole numbers in JSON and YAML.

use serde::de::{Deserializer, Error, Visitor};

/// Reads a whole number, also when it is written as `4.0`: to JSON both are the same number, and some languages know no other way.
pub fn whole<'de, D: Deserializer<'de>>(document: D) -> Result<i64, D::Error> {
    document.deserialize_any(Whole)
}

struct Whole;

impl Visitor<'_> for Whole {
    type Value = i64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        i64::try_from(number).map_err(|_| E::custom("a whole number is expected"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<i64, E> {
        let written_out = (number.fract() == 0.0).then(|| format!("{number:.0}").parse().ok());
        written_out
            .flatten()
            .ok_or_else(|| E::custom("a whole number is expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_whole_however_it_is_written() {
        let read = |json: &str| whole(&mut serde_json::Deserializer::from_str(json)).ok();
        for (json, number) in [
            ("0", 0),
            ("-3", -3),
            ("4.0", 4),
            ("-0.0", 0),
            ("1e3", 1_000),
            ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(read(json), Some(number), "{json}");
        }
        for json in [
            "4.5",
            "1e300",
            "9223372036854775808",
            "\"4\"",
            "null",
            "true",
            "[4]",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
