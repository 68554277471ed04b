//! URLs that let their bearer read or write one object of the documents' bucket for some seconds.
//!
//! Signed here, with what the SDK itself signs with: a signature needs no call and no S3 client.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::{Credentials, ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_types::SdkConfig;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use memberline_domain::OrganisationId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::clock;
use crate::config::{ConfigError, DocumentsConfig};

/// A URL could not be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PresignError {
    /// There are no credentials to sign with.
    #[error("there are no credentials to sign with")]
    Credentials,
    /// What is to be signed is no request.
    #[error("the request cannot be signed")]
    Request,
}

/// Signs URLs of one bucket.
#[derive(Debug, Clone)]
pub struct Presigner {
    credentials: SharedCredentialsProvider,
    bucket: Bucket,
}

#[derive(Debug, Clone)]
struct Bucket {
    region: String,
    base: String,
    key_id: String,
}

/// A [`Presigner`] with credentials at hand: for one request, as credentials are replaced now and then.
#[derive(Debug)]
pub struct Signer<'a> {
    credentials: Credentials,
    bucket: &'a Bucket,
}

/// How the answer to a download is to present the object.
#[derive(Debug, Clone, Copy)]
pub struct Presentation<'a> {
    /// The `Content-Type` of the answer.
    pub content_type: &'a str,
    /// The `Content-Disposition` of the answer; see [`attachment`].
    pub disposition: &'a str,
}

/// A URL to upload to, and the headers that the upload must come with: they are signed.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The URL, for `PUT`.
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
}

/// What needs no escape in a query (RFC 3986, 2.3), which is what signatures are made over.
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same in a path, with the slashes between its parts.
const PATH: AsciiSet = UNRESERVED.remove(b'/');

fn escaped<'a>(text: &'a str, set: &'static AsciiSet) -> Cow<'a, str> {
    utf8_percent_encode(text, set).into()
}

fn query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let written = parameters
        .into_iter()
        .map(|(name, value)| format!("{name}={}", escaped(value, &UNRESERVED)));
    written.collect::<Vec<_>>().join("&")
}

/// A `Content-Disposition` that saves the file under this name and never shows it in the browser: nothing that a member sent
/// is to run in a page. The name comes twice (RFC 6266, 4.3): plain for old programs, and as it is.
pub fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        escaped(name, &UNRESERVED)
    )
}

/// The headers that encrypt an object under `key_id` for the organisation: who reads it without naming the organisation in
/// the encryption context gets nothing from KMS. S3 adds the context by itself on reading.
pub fn encryption_headers(key_id: &str, organisation: &OrganisationId) -> Vec<(&'static str, String)> {
    let context = json!({ "organisation": organisation.as_str() }).to_string();
    vec![
        ("x-amz-server-side-encryption", "aws:kms".to_owned()),
        ("x-amz-server-side-encryption-aws-kms-key-id", key_id.to_owned()),
        ("x-amz-server-side-encryption-context", STANDARD.encode(context)),
    ]
}

impl Presigner {
    /// A signer for the bucket, with the credentials, region and endpoint of the AWS clients. With `AWS_ENDPOINT_URL` the
    /// bucket stands in the path, else in the host's name.
    pub fn new(sdk: &SdkConfig, config: &DocumentsConfig) -> Result<Self, ConfigError> {
        let region = sdk.region().ok_or(ConfigError("AWS_REGION"))?.to_string();
        let bucket = &config.bucket;
        let base = if let Some(endpoint) = sdk.endpoint_url() {
            format!("{}/{bucket}", endpoint.trim_end_matches('/'))
        } else {
            let china = if region.starts_with("cn-") { ".cn" } else { "" };
            format!("https://{bucket}.s3.{region}.amazonaws.com{china}")
        };
        Ok(Self {
            credentials: sdk
                .credentials_provider()
                .ok_or(ConfigError("AWS_ACCESS_KEY_ID"))?,
            bucket: Bucket {
                region,
                base,
                key_id: config.key_id.clone(),
            },
        })
    }

    /// Gets the credentials to sign with.
    pub async fn signer(&self) -> Result<Signer<'_>, PresignError> {
        let found = self.credentials.provide_credentials().await;
        Ok(Signer {
            credentials: found.map_err(|_| PresignError::Credentials)?,
            bucket: &self.bucket,
        })
    }
}

impl Signer<'_> {
    fn sign(
        &self,
        (method, url, headers): (Method, &str, &[(&'static str, String)]),
        at: SystemTime,
        lasts: Duration,
    ) -> Result<String, PresignError> {
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(lasts);
        // As S3 wants it: a key may hold what a path would be rid of.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let identity = self.credentials.clone().into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.bucket.region)
            .name("s3")
            .time(at)
            .settings(settings)
            .build()
            .map_err(|_| PresignError::Request)?
            .into();
        let signed_headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
        let request = SignableRequest::new(
            method.as_str(),
            url,
            signed_headers,
            SignableBody::UnsignedPayload,
        );
        let request = request.map_err(|_| PresignError::Request)?;
        let (instructions, _) = sign(request, &params)
            .map_err(|_| PresignError::Request)?
            .into_parts();
        let added = instructions
            .params()
            .iter()
            .map(|(name, value)| (*name, value.as_ref()));
        let joint = if url.contains('?') { '&' } else { '?' };
        Ok(format!("{url}{joint}{}", query(added)))
    }

    fn url(&self, object: &str) -> String {
        format!("{}/{}", self.bucket.base, escaped(object, &PATH))
    }

    /// A URL that downloads the object, presented so, for `lasts` from now on: at most as long as the function's own credentials last.
    pub fn download(
        &self,
        object: &str,
        shown: Presentation<'_>,
        lasts: Duration,
    ) -> Result<String, PresignError> {
        let answer = [
            ("response-cache-control", "no-store"),
            ("response-content-disposition", shown.disposition),
            ("response-content-type", shown.content_type),
        ];
        let url = format!("{}?{}", self.url(object), query(answer));
        self.sign((Method::GET, &url, &[]), clock::real(), lasts)
    }

    /// A URL that shows an object that is ours, such as a thumbnail, for at least `lasts` and at most twice that. Within each
    /// `lasts` it is the same, so that a page that is read again shows what the browser has.
    pub fn show(&self, object: &str, lasts: Duration) -> Result<String, PresignError> {
        let since = clock::real()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_err(|_| PresignError::Request)?;
        let whole = since.as_secs() - since.as_secs() % lasts.as_secs().max(1);
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(whole);
        let url = self.url(object);
        self.sign((Method::GET, &url, &[]), at, lasts * 2)
    }

    /// A URL that tells, by `HEAD`, whether the object is there, for `lasts` from now on.
    pub fn look(&self, object: &str, lasts: Duration) -> Result<String, PresignError> {
        self.sign((Method::HEAD, &self.url(object), &[]), clock::real(), lasts)
    }

    /// A URL that writes the object for the organisation, encrypted, for `lasts` from now on.
    pub fn upload(
        &self,
        object: &str,
        content_type: &str,
        organisation: &OrganisationId,
        lasts: Duration,
    ) -> Result<Upload, PresignError> {
        let url = self.url(object);
        let mut headers = encryption_headers(&self.bucket.key_id, organisation);
        headers.push(("content-type", content_type.to_owned()));
        let url = self.sign((Method::PUT, &url, &headers), clock::real(), lasts)?;
        Ok(Upload { url, headers })
    }
}

#[cfg(test)]
mod tests;
