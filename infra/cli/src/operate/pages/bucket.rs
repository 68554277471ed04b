//! The bucket that CloudFront serves.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::error::ProvideErrorMetadata as _;

use super::plan::{RECORD, Record, There};
use super::release::PageFile;
use crate::operate::Refused;

/// The bucket of the pages.
pub struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    /// The bucket of this name. A local AWS has no host for each.
    pub fn new(aws: &SdkConfig, name: &str) -> Self {
        let config = Builder::from(aws).force_path_style(aws.endpoint_url().is_some());
        Self::over(Client::from_conf(config.build()), name)
    }

    /// The bucket of this name over a client.
    pub fn over(client: Client, name: &str) -> Self {
        Self {
            client,
            name: name.to_owned(),
        }
    }

    /// The content at a key with its `ETag`, if there is any.
    async fn read(&self, key: &str) -> Result<Option<(Vec<u8>, String)>> {
        match self.client.get_object().bucket(&self.name).key(key).send().await {
            Ok(object) => {
                let version = object.e_tag().unwrap_or_default().trim_matches('"').to_owned();
                let content = object.body.collect().await;
                Ok(Some((content.context("S3 breaks off")?.to_vec(), version)))
            }
            Err(error) if error.code() == Some("NoSuchKey") => Ok(None),
            Err(error) => Err(anyhow::Error::new(error).context(format!("{key} cannot be read from S3"))),
        }
    }

    /// What is in it.
    pub async fn there(&self) -> Result<There> {
        let (record, version) = self.read(RECORD).await?.unzip();
        let mut files = BTreeMap::new();
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.name)
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            for object in page.context("S3 does not list the bucket")?.contents() {
                if let (Some(key), Some(etag)) = (object.key(), object.e_tag()) {
                    files.insert(key.to_owned(), etag.trim_matches('"').to_owned());
                }
            }
        }
        // One that cannot be read is forgotten: then nothing is known to be of the release before.
        let record = record.and_then(|record| serde_json::from_slice(&record).ok());
        Ok(There {
            record: record.unwrap_or_default(),
            files,
            version,
        })
    }

    /// Uploads a file.
    pub async fn put(&self, file: &PageFile) -> Result<()> {
        let put = self.client.put_object().bucket(&self.name).key(&file.key);
        let put = put
            .content_type(file.content_type())
            .cache_control(file.cache_control())
            .body(file.content.clone().into());
        put.send()
            .await
            .with_context(|| format!("{} cannot be uploaded", file.key))?;
        Ok(())
    }

    /// Remembers which release is there, unless somebody else deployed since `version` was read.
    pub async fn remember(&self, record: &Record, version: Option<&str>) -> Result<()> {
        let put = self.client.put_object().bucket(&self.name).key(RECORD);
        let put = match version {
            Some(version) => put.if_match(format!("\"{version}\"")),
            None => put.if_none_match("*"),
        };
        let put = put
            .content_type("application/json")
            .cache_control("no-cache")
            .body(serde_json::to_vec(record)?.into());
        match put.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if matches!(
                    error.code(),
                    Some("PreconditionFailed" | "ConditionalRequestConflict" | "NoSuchKey")
                ) =>
            {
                let why =
                    "somebody else deployed pages at the same time: look which are to stay, and run it again";
                Err(Refused::because(why).into())
            }
            Err(error) => Err(anyhow::Error::new(error).context("the release cannot be noted in S3")),
        }
    }

    /// Removes a file.
    pub async fn remove(&self, key: &str) -> Result<()> {
        let delete = self.client.delete_object().bucket(&self.name).key(key);
        delete
            .send()
            .await
            .with_context(|| format!("{key} cannot be removed"))?;
        Ok(())
    }
}
