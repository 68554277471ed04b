//! What MiniStack's data survive, with a real one.

use std::os::unix::fs::PermissionsExt as _;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::primitives::ByteStream;
use tempfile::TempDir;

use super::*;
use crate::aws;
use crate::deploy::{Stamp, Stamps};
use crate::places::Places;
use crate::python::{self, Environment};

const TABLE: &str = "kept";

/// A MiniStack and what is asked of it.
struct Local {
    ministack: MiniStack,
    sdk: SdkConfig,
}

impl Local {
    async fn start(folder: &TempDir) -> Self {
        let programs = python::ensure(&Places::new(None), Environment::MiniStack)
            .await
            .unwrap();
        Self::start_with(&programs, folder).await
    }

    async fn start_with(programs: &Path, folder: &TempDir) -> Self {
        let ministack = MiniStack::start(programs, &folder.path().join("ministack"), None)
            .await
            .unwrap();
        let sdk = aws::config(&ministack.endpoint).await;
        Self { ministack, sdk }
    }

    fn s3(&self) -> aws_sdk_s3::Client {
        aws_sdk_s3::Client::from_conf(Builder::from(&self.sdk).force_path_style(true).build())
    }

    async fn make_bucket(&self, name: &str) {
        self.s3().create_bucket().bucket(name).send().await.unwrap();
        let object = self.s3().put_object().bucket(name).key("object");
        object
            .body(ByteStream::from_static(b"body"))
            .send()
            .await
            .unwrap();
    }

    async fn objects(&self, bucket: &str) -> usize {
        let listed = self.s3().list_objects_v2().bucket(bucket).send().await.unwrap();
        listed.contents().len()
    }

    async fn make_table(&self) {
        let attribute = AttributeDefinition::builder()
            .attribute_name("pk")
            .attribute_type(ScalarAttributeType::S);
        let key = KeySchemaElement::builder()
            .attribute_name("pk")
            .key_type(KeyType::Hash);
        aws_sdk_dynamodb::Client::new(&self.sdk)
            .create_table()
            .table_name(TABLE)
            .attribute_definitions(attribute.build().unwrap())
            .key_schema(key.build().unwrap())
            .billing_mode(BillingMode::PayPerRequest)
            .send()
            .await
            .unwrap();
    }

    async fn put(&self, key: &str, length: usize) {
        aws_sdk_dynamodb::Client::new(&self.sdk)
            .put_item()
            .table_name(TABLE)
            .item("pk", AttributeValue::S(key.to_owned()))
            .item("text", AttributeValue::S("x".repeat(length)))
            .send()
            .await
            .unwrap();
    }

    async fn keys(&self) -> Vec<String> {
        let scanned = aws_sdk_dynamodb::Client::new(&self.sdk).scan().table_name(TABLE);
        let mut keys: Vec<String> = scanned
            .send()
            .await
            .unwrap()
            .items()
            .iter()
            .map(|item| item["pk"].as_s().unwrap().clone())
            .collect();
        keys.sort();
        keys
    }

    /// Ends it as a machine that loses its power does.
    async fn break_off(mut self) {
        kill_group(self.ministack.id);
        let said = self.ministack.ended().await;
        assert!(said.contains("is lost"), "{said}");
        assert!(self.ministack.has_ended());
    }
}

#[tokio::test]
async fn a_hard_end_before_anything_was_saved_leaves_data_that_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let first = Local::start(&folder).await;
    first.make_bucket("deployment").await;
    first.break_off().await;

    let second = Local::start(&folder).await;
    second.make_bucket("deployment").await;
    assert_eq!(second.objects("deployment").await, 1);
    second.ministack.stop().await.unwrap();
    let third = Local::start(&folder).await;
    assert_eq!(third.objects("deployment").await, 1);
}

#[tokio::test]
async fn a_hard_end_leaves_what_was_saved_all_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let first = Local::start(&folder).await;
    first.make_table().await;
    first.put("saved", 1).await;
    first.make_bucket(crate::deploy::BUCKET).await;
    let mut stamps = Stamps::read(&first.sdk).await.unwrap();
    assert!(!stamps.has(Stamp::Deployed, "old"));
    stamps.set(&first.sdk, Stamp::Seeded, "seed").await.unwrap();
    stamps.set(&first.sdk, Stamp::Deployed, "old").await.unwrap();
    save(&first.ministack.endpoint).await.unwrap();
    first.put("not saved", 1).await;
    first.make_bucket("later").await;
    stamps.set(&first.sdk, Stamp::Deployed, "new").await.unwrap();
    first.break_off().await;

    let second = Local::start(&folder).await;
    assert_eq!(second.keys().await, ["saved"]);
    let stamps = Stamps::read(&second.sdk).await.unwrap();
    assert!(
        stamps.has(Stamp::Deployed, "old"),
        "the stamp tells of what is lost"
    );
    assert!(stamps.has(Stamp::Seeded, "seed"));
    assert_eq!(second.objects(crate::deploy::BUCKET).await, 1);
    second.make_bucket("later").await;
}

#[tokio::test]
async fn whatever_drops_it_the_data_are_saved_and_nothing_unpacked_stays() {
    let folder = tempfile::tempdir().unwrap();
    let first = Local::start(&folder).await;
    first.make_table().await;
    first.put("kept", 1).await;
    let unpacked = first.ministack.temporary.join("code");
    fs::create_dir(&unpacked).unwrap();
    let ended = tokio::spawn(async move {
        let _first = first;
        panic!("as a tool that panics");
    });
    assert!(ended.await.unwrap_err().is_panic());
    assert!(!unpacked.exists());

    let second = Local::start(&folder).await;
    assert_eq!(second.keys().await, ["kept"]);
}

#[tokio::test]
async fn a_save_that_fails_is_said_and_leaves_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let programs = python::ensure(&Places::new(None), Environment::MiniStack)
        .await
        .unwrap();
    // No file longer than half a megabyte or one, as on a disk that is nearly full.
    let limited = tempfile::tempdir().unwrap();
    let python = limited.path().join("python");
    let script = format!(
        "#!/bin/sh\nulimit -f 1024\nexec '{}' \"$@\"\n",
        programs.join("python").display()
    );
    fs::write(&python, script).unwrap();
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).unwrap();

    let first = Local::start_with(limited.path(), &folder).await;
    first.make_table().await;
    first.put("before", 1).await;
    save(&first.ministack.endpoint).await.unwrap();
    for number in 0..8 {
        first.put(&format!("long {number}"), 300_000).await;
    }
    let refused = save(&first.ministack.endpoint).await.unwrap_err().to_string();
    assert!(refused.contains("cannot be saved"), "{refused}");
    let refused = first.ministack.stop().await.unwrap_err().to_string();
    assert!(
        refused.contains("could not be saved") && refused.contains("is lost"),
        "{refused}"
    );

    let second = Local::start(&folder).await;
    assert_eq!(second.keys().await, ["before"]);
}
