//! Having the carrier erase a message, once everything of it is here.

use bytes::Bytes;
use http::{Method, Request};

use super::address::MediaAddressError;
use crate::credentials::Credentials;

/// A request to erase something of a message at the carrier.
#[derive(Debug)]
pub struct EraseRequest {
    /// The medium's place among the message's, from 1; `None` for the text.
    pub medium: Option<u32>,
    pub request: Request<Bytes>,
}

impl Credentials {
    /// The requests that have the carrier erase a message: its media, then its text. `None` when the carrier cannot. Each can
    /// be repeated.
    pub fn erase_requests(
        &self,
        carrier_message_id: &str,
        media: &[String],
        base_url: &str,
        local: &[String],
    ) -> Option<Result<Vec<EraseRequest>, MediaAddressError>> {
        let text = self.account().redact_request(carrier_message_id, base_url)?;
        let text = text.map_err(|_| MediaAddressError::Malformed);
        let requests = self.media_erasure(media, local).and_then(|mut requests| {
            requests.push(EraseRequest {
                medium: None,
                request: text?,
            });
            Ok(requests)
        });
        Some(requests)
    }

    fn media_erasure(
        &self,
        media: &[String],
        local: &[String],
    ) -> Result<Vec<EraseRequest>, MediaAddressError> {
        let requests = media.iter().zip(1..).map(|(address, index)| {
            let (url, trusted) = self.media_url(address, local)?;
            Ok(EraseRequest {
                medium: Some(index),
                request: self.request_at(Method::DELETE, url, trusted)?.request,
            })
        });
        requests.collect()
    }
}
