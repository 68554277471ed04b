//! The bucket of documents: each object is written once, encrypted for its organisation.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ServerSideEncryption;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use memberline_domain::OrganisationId;
use memberline_domain::thread::{StoredFile, Verdict};
use memberline_platform::config::DocumentsConfig;
use serde_json::json;

use crate::body;
use crate::failure::Failure;

/// The tag that GuardDuty puts on what it scanned. Source:
/// <https://docs.aws.amazon.com/guardduty/latest/ug/monitor-enable-s3-object-tagging-malware-protection.html>.
const SCAN_TAG: &str = "GuardDutyMalwareScanStatus";

/// The bucket.
#[derive(Debug)]
pub(crate) struct Bucket {
    s3: Client,
    config: DocumentsConfig,
}

fn failed<E: ProvideErrorMetadata, R>(operation: &'static str) -> impl FnOnce(SdkError<E, R>) -> Failure {
    move |error| Failure::Bucket {
        operation,
        code: match &error {
            SdkError::ServiceError(service) => service.err().code().unwrap_or("unknown").to_owned(),
            SdkError::TimeoutError(_) => "timeout".to_owned(),
            _ => "no_answer".to_owned(),
        },
    }
}

fn status<E>(error: &SdkError<E, aws_sdk_s3::config::http::HttpResponse>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
}

impl Bucket {
    pub fn new(s3: Client, config: DocumentsConfig) -> Self {
        Self { s3, config }
    }

    /// Whether it is the bucket of that name.
    pub fn is(&self, name: &str) -> bool {
        self.config.bucket == name
    }

    async fn put(
        &self,
        organisation: &OrganisationId,
        object: &str,
        content_type: &str,
        bytes: Bytes,
    ) -> Result<(), Failure> {
        let context = json!({ "organisation": organisation.as_str() }).to_string();
        let put = self
            .s3
            .put_object()
            .bucket(&self.config.bucket)
            .key(object)
            .if_none_match("*")
            .content_type(content_type)
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .ssekms_key_id(&self.config.key_id)
            .ssekms_encryption_context(STANDARD.encode(context))
            .body(ByteStream::from(bytes));
        match Box::pin(put.send()).await {
            Ok(_) => Ok(()),
            Err(error) if status(&error) == Some(412) => Ok(()),
            Err(error) => Err(failed("PutObject")(error)),
        }
    }

    /// Stores a file. If an earlier run did that and crashed before it noted so, it stays as it is: it is the same medium of the
    /// same fetch, and nobody may read it before the scan has spoken, us included.
    pub async fn store(
        &self,
        organisation: &OrganisationId,
        file: &StoredFile,
        bytes: Bytes,
    ) -> Result<(), Failure> {
        self.put(organisation, &file.object, &file.content_type, bytes)
            .await
    }

    /// Stores a thumbnail.
    pub async fn store_thumbnail(
        &self,
        organisation: &OrganisationId,
        object: &str,
        jpeg: Vec<u8>,
    ) -> Result<(), Failure> {
        self.put(organisation, object, "image/jpeg", jpeg.into()).await
    }

    /// What is in an object, up to `most` bytes.
    pub async fn read(&self, object: &str, most: u64) -> Result<Vec<u8>, Failure> {
        let get = self.s3.get_object().bucket(&self.config.bucket).key(object);
        let answer = Box::pin(get.send()).await.map_err(failed("GetObject"))?;
        let broken = |code: &str| Failure::Bucket {
            operation: "GetObject",
            code: code.to_owned(),
        };
        let length = answer
            .content_length()
            .and_then(|length| u64::try_from(length).ok());
        if length.is_none_or(|length| length > most) {
            return Err(broken("too_large"));
        }
        let body = answer.body.collect().await.map_err(|_| broken("cut_short"))?;
        Ok(body.to_vec())
    }

    /// What the scan found, by the object's tag. `None` while there is no such tag, or no such object.
    pub async fn verdict(&self, object: &str) -> Result<Option<Verdict>, Failure> {
        let tags = self
            .s3
            .get_object_tagging()
            .bucket(&self.config.bucket)
            .key(object);
        let tags = match Box::pin(tags.send()).await {
            Ok(tags) => tags,
            Err(error) if status(&error) == Some(404) => return Ok(None),
            Err(error) => return Err(failed("GetObjectTagging")(error)),
        };
        let tag = tags.tag_set().iter().find(|tag| tag.key() == SCAN_TAG);
        Ok(tag.and_then(|tag| body::verdict(tag.value())))
    }
}
