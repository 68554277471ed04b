//! A record of the directory as an item.
//!
//! `doc` is the record as JSON, `rev` its version, `at` and `by` say when it was written and by whom, and `removed` marks one that was
//! removed. A record's history is the same items, each under its version.

use aws_sdk_dynamodb::types::AttributeValue;
use memberline_domain::directory::administration::{Record, RecordKey, RecordKind, Version, Versioned};
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::item::{Item, json, n, number, s, text, to_json};
use crate::keys;

/// The kind of record that an item with this sort key is; `None` for what is no record, or is of a newer version.
pub(super) fn kind_of(sk: &str) -> Option<RecordKind> {
    RecordKind::from_stored(sk.split_once('#').map_or(sk, |(kind, _)| kind))
}

/// Reads an item as a record of a kind.
pub(super) fn read(kind: RecordKind, item: &Item) -> Result<Versioned, StoreError> {
    Ok(Versioned {
        record: record(kind, item)?,
        version: Version {
            number: number(item, "rev")?,
            at: text(item, "at")?
                .parse()
                .map_err(|_| StoreError::Malformed("at"))?,
            by: json(item, "by")?,
        },
        is_removed: item.contains_key("removed"),
    })
}

fn record(kind: RecordKind, item: &Item) -> Result<Record, StoreError> {
    fn doc<T: DeserializeOwned>(item: &Item) -> Result<T, StoreError> {
        json(item, "doc")
    }
    Ok(match kind {
        RecordKind::Organisation => Record::Organisation(doc(item)?),
        RecordKind::Group => Record::Group(doc(item)?),
        RecordKind::Location => Record::Location(doc(item)?),
        RecordKind::Team => Record::Team(doc(item)?),
        RecordKind::Hours => Record::Hours(doc(item)?),
        RecordKind::Agent => Record::Agent(doc(item)?),
        RecordKind::Number => Record::Number(doc(item)?),
        RecordKind::Trigger => Record::Trigger(doc(item)?),
        RecordKind::QuickReply => Record::QuickReply(doc(item)?),
        RecordKind::Disposition => Record::Disposition(doc(item)?),
    })
}

/// The item of a record under this key.
pub(super) fn write(pk: String, sk: String, versioned: &Versioned) -> Result<Item, StoreError> {
    let Versioned {
        record,
        version,
        is_removed,
    } = versioned;
    let doc = match record {
        Record::Organisation(organisation) => to_json(organisation),
        Record::Group(group) => to_json(group),
        Record::Location(location) => to_json(location),
        Record::Team(team) => to_json(team),
        Record::Hours(hours) => to_json(hours),
        Record::Agent(agent) => to_json(agent),
        Record::Number(number) => to_json(number),
        Record::Trigger(trigger) => to_json(trigger),
        Record::QuickReply(reply) => to_json(reply),
        Record::Disposition(disposition) => to_json(disposition),
    };
    let mut item = Item::from([
        ("pk".to_owned(), s(pk)),
        ("sk".to_owned(), s(sk)),
        ("doc".to_owned(), s(doc?)),
        ("rev".to_owned(), n(version.number)),
        ("at".to_owned(), s(version.at.to_string())),
        ("by".to_owned(), s(to_json(&version.by)?)),
    ]);
    if *is_removed {
        item.insert("removed".to_owned(), AttributeValue::Bool(true));
    }
    Ok(item)
}

/// The sort key of a record.
pub(super) fn sort_key(key: &RecordKey) -> String {
    match key.kind {
        RecordKind::Organisation => keys::ONLY.to_owned(),
        kind => format!("{}#{}", kind.stored(), key.id),
    }
}
