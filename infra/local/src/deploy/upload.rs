//! The code and the template, where CloudFormation reads them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::Builder;
use aws_sdk_s3::primitives::ByteStream;

use crate::functions::Package;

/// The bucket of this machine's deployments.
pub const BUCKET: &str = "memberline-deployment";
/// The template's key.
pub const TEMPLATE: &str = "template.json";
/// What the keys of code begin with.
pub const CODE: &str = "functions/";

/// A client that names buckets in paths, as the local AWS has no host for each.
pub fn client(aws: &SdkConfig) -> Client {
    Client::from_conf(Builder::from(aws).force_path_style(true).build())
}

/// Uploads the template, and the code that is not there yet, by key.
pub async fn upload(aws: &SdkConfig, code: &BTreeMap<String, &Package>, template: &str) -> Result<()> {
    let s3 = client(aws);
    // Creating one's own bucket again succeeds in us-east-1.
    s3.create_bucket()
        .bucket(BUCKET)
        .send()
        .await
        .context("cannot create the bucket of functions")?;
    for (key, package) in code {
        if s3.head_object().bucket(BUCKET).key(key).send().await.is_err() {
            let put = s3
                .put_object()
                .bucket(BUCKET)
                .key(key)
                .body(ByteStream::from_path(&package.path).await?);
            put.send().await.context("cannot upload a function")?;
        }
    }
    put_template(aws, template).await
}

/// Uploads the template.
pub async fn put_template(aws: &SdkConfig, template: &str) -> Result<()> {
    let put = client(aws)
        .put_object()
        .bucket(BUCKET)
        .key(TEMPLATE)
        .body(ByteStream::from(template.as_bytes().to_vec()));
    put.send().await.context("cannot upload the template")?;
    Ok(())
}

/// The template that was uploaded last.
pub async fn template(aws: &SdkConfig) -> Result<String> {
    let get = client(aws).get_object().bucket(BUCKET).key(TEMPLATE);
    let got = get.send().await.context("cannot fetch the template")?;
    let content = got.body.collect().await?.into_bytes();
    Ok(String::from_utf8(content.into())?)
}

/// Removes the code of earlier deployments, so that a day of building does not fill the disk.
pub async fn sweep(aws: &SdkConfig, code: &BTreeMap<String, &Package>) -> Result<()> {
    let s3 = client(aws);
    let listed = s3
        .list_objects_v2()
        .bucket(BUCKET)
        .prefix(CODE)
        .send()
        .await
        .context("cannot list the functions")?;
    for key in listed.contents().iter().filter_map(|object| object.key()) {
        if !code.contains_key(key) {
            s3.delete_object()
                .bucket(BUCKET)
                .key(key)
                .send()
                .await
                .context("cannot remove an old function")?;
        }
    }
    Ok(())
}
