//! What was deployed and seeded, kept where it was: as tags of a bucket of the local AWS, which are saved with everything else or not
//! at all. A file beside it would tell of a deployment that a hard end has undone.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use aws_config::SdkConfig;
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata};
use aws_sdk_s3::types::{Tag, Tagging};

use super::upload::{BUCKET, client};

/// What a stamp is of.
#[derive(Clone, Copy)]
pub enum Stamp {
    /// Template, parameters and code.
    Deployed,
    /// The demonstration credit union.
    Seeded,
    /// Whose data go with it.
    Owner,
}

impl Stamp {
    fn key(self) -> &'static str {
        match self {
            Self::Deployed => "deployed",
            Self::Seeded => "seeded",
            Self::Owner => "owner",
        }
    }
}

/// The fingerprints of what the local AWS holds.
pub struct Stamps(BTreeMap<String, String>);

impl Stamps {
    /// Those of the AWS that runs; none before anything was deployed.
    pub async fn read(aws: &SdkConfig) -> Result<Self> {
        match client(aws).get_bucket_tagging().bucket(BUCKET).send().await {
            Ok(tagging) => Ok(Self(
                tagging
                    .tag_set()
                    .iter()
                    .map(|tag| (tag.key().to_owned(), tag.value().to_owned()))
                    .collect(),
            )),
            Err(error) if matches!(error.code(), Some("NoSuchBucket" | "NoSuchTagSet")) => {
                Ok(Self(BTreeMap::new()))
            }
            Err(error) => bail!("S3 does not answer: {}", DisplayErrorContext(error)),
        }
    }

    /// Whether it is of exactly this.
    pub fn has(&self, stamp: Stamp, wanted: &str) -> bool {
        self.0.get(stamp.key()).is_some_and(|known| known == wanted)
    }

    /// Notes that it is of this now.
    pub async fn set(&mut self, aws: &SdkConfig, stamp: Stamp, now: &str) -> Result<()> {
        self.0.insert(stamp.key().to_owned(), now.to_owned());
        let mut tagging = Tagging::builder();
        for (key, value) in &self.0 {
            tagging = tagging.tag_set(Tag::builder().key(key).value(value).build()?);
        }
        client(aws)
            .put_bucket_tagging()
            .bucket(BUCKET)
            .tagging(tagging.build()?)
            .send()
            .await
            .context("cannot note what is deployed")?;
        Ok(())
    }
}
