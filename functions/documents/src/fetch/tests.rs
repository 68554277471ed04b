//! Carriers that behave as they do, and as they might.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use memberline_carriers::{Secret, TelnyxCredentials, TwilioCredentials};
use tokio::time::Instant;

use super::*;

const MEDIUM: &str = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/\
                      MM0123456789abcdef0123456789abcdef/Media/ME0123456789abcdef0123456789abcdef";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 and so on";

/// Status, headers and body. Status 0 is no answer at all.
type Scripted = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// Answers in turn, and keeps what was asked: the address, and whether it carried credentials.
#[derive(Debug, Clone, Default)]
struct Host {
    script: Arc<Mutex<VecDeque<Scripted>>>,
    asked: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Host {
    fn answering(script: impl IntoIterator<Item = Scripted>) -> Self {
        let host = Self::default();
        host.script.lock().unwrap().extend(script);
        host
    }

    fn asked(&self) -> Vec<(String, bool)> {
        self.asked.lock().unwrap().clone()
    }

    async fn fetch_with(&self, credentials: &Credentials, address: &str, most: u64) -> Result<File, NoFile> {
        let http = Http::over(SharedHttpConnector::new(self.clone()), Duration::from_secs(8));
        let source = Source {
            http: &http,
            credentials,
            local: &[],
            most,
        };
        source.fetch(address).await
    }

    async fn fetch(&self) -> Result<File, NoFile> {
        self.fetch_with(&twilio(), MEDIUM, 100).await
    }
}

impl HttpConnector for Host {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let credentials = request.headers().get("authorization").is_some();
        self.asked
            .lock()
            .unwrap()
            .push((request.uri().to_owned(), credentials));
        let answer = self
            .script
            .lock()
            .unwrap()
            .pop_front()
            .unwrap_or((404, Vec::new(), Vec::new()));
        HttpConnectorFuture::ready(match answer {
            (0, ..) => Err(ConnectorError::timeout("scripted".into())),
            (status, headers, body) => {
                let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
                for (name, value) in headers {
                    response.headers_mut().insert(name, value);
                }
                Ok(response)
            }
        })
    }
}

fn twilio() -> Credentials {
    Credentials::Twilio(TwilioCredentials {
        account_sid: "AC0123456789abcdef0123456789abcdef".to_owned(),
        auth_token: Secret::new("token"),
        previous_auth_token: None,
        messaging_service_sid: None,
    })
}

fn telnyx() -> Credentials {
    Credentials::Telnyx(TelnyxCredentials {
        api_key: Secret::new("key"),
        public_key: String::new(),
        previous_public_key: None,
        messaging_profile_id: None,
    })
}

fn file(body: &[u8]) -> Scripted {
    (200, Vec::new(), body.to_vec())
}

fn status(status: u16) -> Scripted {
    (status, Vec::new(), Vec::new())
}

fn to(location: &str) -> Scripted {
    (307, vec![("location", location.to_owned())], Vec::new())
}

fn code(outcome: Result<File, NoFile>) -> &'static str {
    match outcome.unwrap_err() {
        NoFile::Settled(state) => state.reason().unwrap().0,
        NoFile::NotNow(why) => why.code(),
        NoFile::NotThere => "not_there",
    }
}

#[tokio::test]
async fn lesson_35_a_redirect_to_the_carriers_storage_is_followed_without_credentials() {
    let host = Host::answering([to("https://mms.twiliocdn.com/a"), file(JPEG)]);
    let file = host.fetch().await.unwrap();
    assert_eq!((&file.bytes[..], file.kind), (JPEG, FileType::Jpeg));
    assert_eq!(
        host.asked(),
        [
            (MEDIUM.to_owned(), true),
            ("https://mms.twiliocdn.com/a".to_owned(), false)
        ]
    );
}

#[tokio::test]
async fn lesson_9_a_redirect_into_our_network_is_not_followed() {
    for location in [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "https://localhost/",
        "",
    ] {
        let host = Host::answering([to(location), file(JPEG)]);
        let expected = if location.is_empty() {
            "carrier_refused"
        } else {
            "address_not_allowed"
        };
        assert_eq!(code(host.fetch().await), expected, "{location}");
        assert_eq!(host.asked().len(), 1);
    }
    let host = Host::default();
    assert_eq!(
        code(host.fetch_with(&twilio(), "https://evil.example/x", 100).await),
        "address_not_allowed"
    );
    assert_eq!(host.asked(), []);
}

#[tokio::test]
async fn a_chain_of_redirects_ends() {
    let hops = || to("https://mms.twiliocdn.com/next");
    let host = Host::answering([hops(), hops(), hops(), file(JPEG)]);
    assert!(host.fetch().await.is_ok());
    let host = Host::answering([hops(), hops(), hops(), hops(), file(JPEG)]);
    assert_eq!(code(host.fetch().await), "too_many_redirects");
    assert_eq!(host.asked().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn lesson_33_what_is_not_there_yet_is_asked_for_again_after_one_and_three_seconds() {
    let began = Instant::now();
    let host = Host::answering([status(404), status(404), file(JPEG)]);
    assert!(host.fetch().await.is_ok());
    assert_eq!(began.elapsed().as_secs(), 4);
    let began = Instant::now();
    let host = Host::default();
    assert_eq!(code(host.fetch().await), "not_found_at_carrier");
    assert_eq!((host.asked().len(), began.elapsed().as_secs()), (3, 4));
}

#[tokio::test]
async fn lesson_34_refused_credentials_are_told() {
    for refusal in [401, 403] {
        assert_eq!(
            code(Host::answering([status(refusal)]).fetch().await),
            "carrier_refused_credentials"
        );
        let host = Host::answering([status(refusal)]);
        let outcome = host
            .fetch_with(&telnyx(), "https://media.telnyx.example/x", 100)
            .await;
        assert_eq!(code(outcome), "carrier_refused", "there were none");
        assert!(!host.asked()[0].1);
    }
}

#[tokio::test]
async fn el_20_a_file_is_taken_up_to_the_limit_and_not_a_byte_more() {
    let size = u64::try_from(JPEG.len()).unwrap();
    let fetch = async |most| {
        Host::answering([file(JPEG)])
            .fetch_with(&twilio(), MEDIUM, most)
            .await
    };
    assert!(fetch(size).await.is_ok());
    assert_eq!(code(fetch(size - 1).await), "too_large");
    assert_eq!(code(Host::answering([file(b"")]).fetch().await), "empty");
    assert_eq!(code(Host::answering([status(204)]).fetch().await), "empty");
    let lies = |length: &str| (200, vec![("content-length", length.to_owned())], JPEG.to_vec());
    assert_eq!(code(Host::answering([lies("99")]).fetch().await), "cut_short");
    assert_eq!(
        code(Host::answering([lies("1000000")]).fetch().await),
        "too_large"
    );
}

#[tokio::test]
async fn el_20_a_file_is_what_it_contains_whatever_it_claims() {
    let claims = |body: &[u8]| {
        let headers = vec![
            ("content-type", "image/jpeg".to_owned()),
            ("content-disposition", "inline; filename=\"stub.jpg\"".to_owned()),
        ];
        (200, headers, body.to_vec())
    };
    for body in [
        b"PK\x03\x04 a zip bomb".as_slice(),
        b"<svg onload='alert(1)'/>",
        b"<html></html>",
        b"MZ\x90",
    ] {
        assert_eq!(
            code(Host::answering([claims(body)]).fetch().await),
            "type_not_allowed"
        );
    }
    let file = Host::answering([claims(b"%PDF-1.7")]).fetch().await.unwrap();
    assert_eq!(
        (file.kind, file.name.as_deref()),
        (FileType::Pdf, Some("stub.jpg"))
    );
}

#[tokio::test(start_paused = true)]
async fn what_a_carrier_cannot_do_now_is_tried_again_later() {
    for not_now in [status(0), status(408), status(429), status(500), status(503)] {
        let outcome = Host::answering([not_now]).fetch().await;
        assert_eq!(outcome, Err(NoFile::NotNow(WhyFailed::CarrierUnavailable)));
    }
    assert_eq!(
        code(Host::answering([status(400)]).fetch().await),
        "carrier_refused"
    );
    assert_eq!(
        code(Host::answering([status(410)]).fetch().await),
        "not_found_at_carrier"
    );
}

#[test]
fn a_name_is_read_from_a_disposition() {
    for (disposition, name) in [
        ("inline; filename=\"stub.jpg\"", Some("stub.jpg")),
        (
            "attachment; filename=a.png; filename*=UTF-8''p%C3%A4y.png",
            Some("päy.png"),
        ),
        (
            "attachment; filename*=UTF-8''%2e%2e%2fetc%2fpasswd",
            Some("passwd"),
        ),
        ("attachment; filename*=latin1''x; FileName=y.pdf", Some("y.pdf")),
        ("attachment; filename*=UTF-8''%ff", None),
        ("inline", None),
        ("", None),
    ] {
        assert_eq!(name_of(disposition).as_deref(), name, "{disposition}");
    }
}
