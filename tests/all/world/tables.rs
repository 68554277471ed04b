//! The tables of the template, and their names here.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use serde_yaml_ng::Value;

use super::template::properties;

/// The tables: the template's name, and the one that they have here.
pub const TABLES: [(&str, &str); 4] = [
    ("TimelineTable", "timeline"),
    ("DirectoryTable", "directory"),
    ("KeysTable", "keys"),
    ("AccessTable", "access"),
];

/// Makes them all.
pub async fn create_tables(dynamodb: &Client) {
    for (resource, name) in TABLES {
        create_table(dynamodb, name, properties(resource)).await;
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn key_schema(value: &Value) -> Vec<KeySchemaElement> {
    let elements = value.as_sequence().unwrap().iter();
    elements
        .map(|element| {
            let builder = KeySchemaElement::builder().attribute_name(text(&element["AttributeName"]));
            builder
                .key_type(KeyType::from(text(&element["KeyType"]).as_str()))
                .build()
                .unwrap()
        })
        .collect()
}

async fn create_table(dynamodb: &Client, name: &str, properties: &Value) {
    let attributes = properties["AttributeDefinitions"]
        .as_sequence()
        .unwrap()
        .iter()
        .map(|attribute| {
            let builder = AttributeDefinition::builder().attribute_name(text(&attribute["AttributeName"]));
            let kind = ScalarAttributeType::from(text(&attribute["AttributeType"]).as_str());
            builder.attribute_type(kind).build().unwrap()
        });
    let indexes = properties["GlobalSecondaryIndexes"]
        .as_sequence()
        .into_iter()
        .flatten()
        .map(|index| {
            let projection = &index["Projection"];
            let extra = projection["NonKeyAttributes"]
                .as_sequence()
                .map(|names| names.iter().map(text).collect());
            let projection = Projection::builder()
                .projection_type(ProjectionType::from(text(&projection["ProjectionType"]).as_str()))
                .set_non_key_attributes(extra)
                .build();
            let builder = GlobalSecondaryIndex::builder().index_name(text(&index["IndexName"]));
            builder
                .set_key_schema(Some(key_schema(&index["KeySchema"])))
                .projection(projection)
                .build()
                .unwrap()
        });
    let indexes: Vec<_> = indexes.collect();
    dynamodb
        .create_table()
        .table_name(name)
        .set_attribute_definitions(Some(attributes.collect()))
        .set_key_schema(Some(key_schema(&properties["KeySchema"])))
        .set_global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
        .billing_mode(BillingMode::PayPerRequest)
        .send()
        .await
        .unwrap();
}
