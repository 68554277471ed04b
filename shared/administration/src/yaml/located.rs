//! Where each value of a document stands.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A document without its values: where each of them stands.
#[derive(Debug)]
pub(super) enum Located {
    Map(BTreeMap<String, Spanned<Located>>),
    Sequence(Vec<Spanned<Located>>),
    Scalar,
}

impl Located {
    /// The line and column of the value at a JSON pointer; of the last value on the way to it that is there.
    pub(super) fn find(&self, pointer: &str) -> Option<(u64, u64)> {
        let mut value = self;
        let mut found = None;
        for step in pointer.split('/').skip(1) {
            let next = match value {
                Self::Map(map) => map.get(step),
                Self::Sequence(sequence) => step.parse().ok().and_then(|place: usize| sequence.get(place)),
                Self::Scalar => None,
            };
            let Some(next) = next else {
                break;
            };
            found = Some((next.referenced.line(), next.referenced.column()));
            value = &next.value;
        }
        found
    }
}

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        document.deserialize_any(Shape)
    }
}

struct Shape;

macro_rules! scalars {
    ($($visit:ident $of:ty),+) => {
        $(fn $visit<E>(self, _: $of) -> Result<Located, E> {
            Ok(Located::Scalar)
        })+
    };
}

impl<'de> Visitor<'de> for Shape {
    type Value = Located;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128, visit_f64 f64, visit_str &str, visit_bytes &[u8]);

    fn visit_unit<E>(self) -> Result<Located, E> {
        Ok(Located::Scalar)
    }

    fn visit_none<E>(self) -> Result<Located, E> {
        Ok(Located::Scalar)
    }

    fn visit_some<D: Deserializer<'de>>(self, document: D) -> Result<Located, D::Error> {
        document.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Located, A::Error> {
        let mut sequence = Vec::new();
        while let Some(value) = values.next_element()? {
            sequence.push(value);
        }
        Ok(Located::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Located, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry()? {
            map.insert(key, value);
        }
        Ok(Located::Map(map))
    }
}
