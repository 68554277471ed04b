//! A medium, from the carrier: its credentials to its own hosts only, redirects followed, nothing larger than the limit, and a
//! type by content.

use std::time::Duration;

use bytes::Bytes;
use memberline_carriers::{Credentials, MAX_REDIRECTS, MediaRequest};
use memberline_domain::file_type::{FileType, file_name};
use memberline_domain::thread::{AttachmentState, WhyBlocked, WhyFailed};
use memberline_platform::http::{Http, HttpError, Opened, ReadError};
use percent_encoding::percent_decode_str;

/// What the carrier handed over.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// All of it.
    pub bytes: Bytes,
    /// What it is, by its content.
    pub kind: FileType,
    /// Its name, if the carrier gave one.
    pub name: Option<String>,
}

/// Why there is no file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoFile {
    /// The medium is in this state from now on.
    Settled(AttachmentState),
    /// Another try may help.
    NotNow(WhyFailed),
    /// The carrier does not have it, or not yet (lesson 33).
    NotThere,
}

/// The pauses before a carrier is asked again for what it does not have yet (lesson 33).
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];

/// How long all tries of one medium may take.
const WITHIN: Duration = Duration::from_secs(25);

fn failed(code: WhyFailed) -> NoFile {
    NoFile::Settled(AttachmentState::Failed { code })
}

fn blocked(code: WhyBlocked) -> NoFile {
    NoFile::Settled(AttachmentState::Blocked { code })
}

/// Where a medium is fetched from.
pub(crate) struct Source<'a> {
    pub http: &'a Http,
    pub credentials: &'a Credentials,
    /// The hosts of local carriers.
    pub local: &'a [String],
    /// The most bytes that are taken.
    pub most: u64,
}

impl Source<'_> {
    /// Fetches what is at the address, and waits a moment for what is not there yet.
    pub async fn fetch(&self, address: &str) -> Result<File, NoFile> {
        tokio::time::timeout(WITHIN, self.fetch_patiently(address))
            .await
            .unwrap_or(Err(NoFile::NotNow(WhyFailed::CarrierUnavailable)))
    }

    async fn fetch_patiently(&self, address: &str) -> Result<File, NoFile> {
        for pause in PAUSES {
            match self.fetch_once(address).await {
                Err(NoFile::NotThere) => tokio::time::sleep(pause).await,
                settled => return settled,
            }
        }
        match self.fetch_once(address).await {
            Err(NoFile::NotThere) => Err(failed(WhyFailed::NotFoundAtCarrier)),
            settled => settled,
        }
    }

    async fn fetch_once(&self, address: &str) -> Result<File, NoFile> {
        let not_allowed = |_| failed(WhyFailed::AddressNotAllowed);
        let mut request = self
            .credentials
            .media_request(address, self.local)
            .map_err(not_allowed)?;
        for _ in 0..=MAX_REDIRECTS {
            let opened = self.open(&request).await?;
            match opened.status() {
                200 => return self.read(opened).await,
                301 | 302 | 303 | 307 | 308 => {
                    let location = opened.header("location").filter(|location| !location.is_empty());
                    let location = location.ok_or(failed(WhyFailed::CarrierRefused))?;
                    request = self
                        .credentials
                        .redirected(&request, location, self.local)
                        .map_err(not_allowed)?;
                }
                401 | 403 if request.has_credentials() => {
                    return Err(failed(WhyFailed::CarrierRefusedCredentials));
                }
                404 => return Err(NoFile::NotThere),
                204 => return Err(failed(WhyFailed::Empty)),
                410 => return Err(failed(WhyFailed::NotFoundAtCarrier)),
                408 | 425 | 429 | 500.. => return Err(NoFile::NotNow(WhyFailed::CarrierUnavailable)),
                _ => return Err(failed(WhyFailed::CarrierRefused)),
            }
        }
        Err(failed(WhyFailed::TooManyRedirects))
    }

    async fn open(&self, request: &MediaRequest) -> Result<Opened, NoFile> {
        self.http
            .open(request.request.clone())
            .await
            .map_err(|error| match error {
                HttpError::NotPublic => failed(WhyFailed::AddressNotAllowed),
                HttpError::NotConnected | HttpError::TimedOut | HttpError::Broken => {
                    NoFile::NotNow(WhyFailed::CarrierUnavailable)
                }
            })
    }

    async fn read(&self, opened: Opened) -> Result<File, NoFile> {
        let name = opened.header("content-disposition").and_then(name_of);
        let most = usize::try_from(self.most).unwrap_or(usize::MAX);
        let bytes = opened.read(most).await.map_err(|error| match error {
            ReadError::TooLarge => blocked(WhyBlocked::TooLarge),
            ReadError::CutShort => NoFile::NotNow(WhyFailed::CutShort),
            ReadError::TimedOut => NoFile::NotNow(WhyFailed::CarrierUnavailable),
        })?;
        if bytes.is_empty() {
            return Err(failed(WhyFailed::Empty));
        }
        let kind = FileType::of(&bytes).ok_or(blocked(WhyBlocked::TypeNotAllowed))?;
        Ok(File {
            bytes: bytes.into(),
            kind,
            name,
        })
    }
}

/// The file's name in a `Content-Disposition` (RFC 6266): `filename*` before `filename`.
fn name_of(disposition: &str) -> Option<String> {
    let parameters = || disposition.split(';').filter_map(|part| part.split_once('='));
    let parameter = |wanted: &str| {
        parameters()
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim())
    };
    let encoded = parameter("filename*")
        .and_then(|value| value.split_once("''"))
        .filter(|(charset, _)| charset.eq_ignore_ascii_case("utf-8"))
        .and_then(|(_, value)| percent_decode_str(value).decode_utf8().ok())
        .and_then(|name| file_name(&name));
    encoded.or_else(|| file_name(parameter("filename")?.trim_matches('"')))
}

#[cfg(test)]
mod tests;
