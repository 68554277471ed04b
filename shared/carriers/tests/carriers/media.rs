//! Fetching and erasing media: which addresses, and who gets the credentials (lessons 9, 34, 35).

use http::header::AUTHORIZATION;
use memberline_carriers::{Carrier, EraseOutcome, MediaAddressError, MediaRequest};
use proptest::prelude::*;

use crate::samples::*;

const MESSAGE: &str = "MM0123456789abcdef0123456789abcdef";
const MEDIUM: &str = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/\
                      MM0123456789abcdef0123456789abcdef/Media/ME00000000000000000000000000000001";

fn trusted(request: &MediaRequest) -> bool {
    request.request.headers().contains_key(AUTHORIZATION)
}

#[test]
fn lesson_9_credentials_go_to_the_carriers_own_hosts_and_to_no_other() {
    let twilio = credentials(Carrier::Twilio);
    let request = twilio.media_request(MEDIUM, &[]).unwrap();
    assert!(trusted(&request));
    for address in [
        "https://api.twilio.com.evil.example/x",
        "https://evil.example/api.twilio.com",
        "https://api.twilio.com@evil.example/x",
        "https://mms.twiliocdn.com/x",
        "https://evil.example/x",
    ] {
        assert_eq!(
            twilio.media_request(address, &[]).unwrap_err(),
            if address.contains('@') {
                MediaAddressError::NotAName
            } else {
                MediaAddressError::NotTheCarriers
            },
            "{address}"
        );
    }
    let telnyx = credentials(Carrier::Telnyx);
    let request = telnyx
        .media_request("https://media.telnyx.example/x", &[])
        .unwrap();
    assert!(!trusted(&request));
}

/// A webhook names the address: it must not have us read, or delete, anything else of the account, or of another.
#[test]
fn credentials_go_to_the_accounts_own_media_and_to_nothing_else_at_the_carrier() {
    let twilio = credentials(Carrier::Twilio);
    let account = "AC0123456789abcdef0123456789abcdef";
    for address in [
        MEDIUM.replace(account, "AC0123456789abcdef0123456789abcde0"),
        MEDIUM.replace("/Media/ME", "/Media/XX"),
        MEDIUM.replace(MESSAGE, "IncomingPhoneNumbers"),
        format!("{MEDIUM}/more"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{account}.json"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/{MESSAGE}.json"),
        format!("https://api.twilio.com/2010-04-01/Accounts/{account}/IncomingPhoneNumbers/PN1.json"),
        "https://api.twilio.com/".to_owned(),
    ] {
        assert_eq!(
            twilio.media_request(&address, &[]).unwrap_err(),
            MediaAddressError::NotTheCarriers,
            "{address}"
        );
        let erased = twilio.erase_requests(MESSAGE, &[address], "https://api.twilio.com", &[]);
        assert!(matches!(erased, Some(Err(MediaAddressError::NotTheCarriers))));
    }
}

/// The medium, where a local carrier keeps it.
fn at_local(medium: &str) -> String {
    medium.replace("https://api.twilio.com", "http://127.0.0.1:4800/carrier/twilio")
}

#[test]
fn lesson_35_a_redirect_is_followed_without_credentials_once_it_leaves_and_also_when_it_comes_back() {
    let twilio = credentials(Carrier::Twilio);
    let first = twilio.media_request(MEDIUM, &[]).unwrap();
    let same = twilio
        .redirected(&first, "ME00000000000000000000000000000002#part", &[])
        .unwrap();
    assert!(trusted(&same));
    assert_eq!(
        same.request.uri().to_string(),
        MEDIUM.replace("0001", "0002"),
        "another medium of the message"
    );
    let elsewhere = twilio.redirected(&first, "/2010-04-01/elsewhere", &[]).unwrap();
    assert!(!trusted(&elsewhere));
    let away = twilio
        .redirected(&same, "https://mms.twiliocdn.com/a?b=c", &[])
        .unwrap();
    assert!(!trusted(&away));
    let back = twilio.redirected(&away, MEDIUM, &[]).unwrap();
    assert!(!trusted(&back));
}

#[test]
fn lesson_9_no_address_leads_into_our_own_network() {
    let twilio = credentials(Carrier::Twilio);
    let first = twilio.media_request(MEDIUM, &[]).unwrap();
    for location in [
        "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
        "https://169.254.169.254/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
        "https://0251.0376.0251.0376/",
        "https://127.1/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://localhost/",
        "https://metadata/",
        "http://mms.twiliocdn.com/",
        "https://mms.twiliocdn.com:8443/",
        "//127.0.0.1/",
        "file:///etc/passwd",
        "data:image/png;base64,AA==",
        "ftp://mms.twiliocdn.com/",
        "https://user:secret@mms.twiliocdn.com/",
        "https://",
    ] {
        assert!(twilio.redirected(&first, location, &[]).is_err(), "{location}");
        assert!(
            credentials(Carrier::Telnyx).media_request(location, &[]).is_err(),
            "{location}"
        );
    }
}

#[test]
fn the_local_carrier_is_fetched_from_where_it_is_and_nowhere_else() {
    let local = ["127.0.0.1:4800".to_owned()];
    let twilio = credentials(Carrier::Twilio);
    let request = twilio.media_request(&at_local(MEDIUM), &local).unwrap();
    assert!(trusted(&request));
    assert!(twilio.media_request("http://127.0.0.1:4800/x", &local).is_err());
    for other in [
        "http://127.0.0.1:4801/x",
        "http://127.0.0.1/x",
        "http://localhost:4800/x",
    ] {
        assert!(twilio.media_request(other, &local).is_err(), "{other}");
    }
    let local_telnyx = credentials(Carrier::Telnyx).media_request("http://127.0.0.1:4800/m", &local);
    assert!(!trusted(&local_telnyx.unwrap()));
}

#[test]
fn twilio_erases_each_medium_and_then_the_text() {
    let twilio = credentials(Carrier::Twilio);
    let media = [MEDIUM.to_owned(), MEDIUM.replace("0001", "0002")];
    let requests = twilio
        .erase_requests(MESSAGE, &media, "https://api.twilio.com", &[])
        .unwrap()
        .unwrap();
    let told: Vec<_> = requests
        .iter()
        .map(|r| (r.medium, r.request.method().as_str(), r.request.uri().to_string()))
        .collect();
    let message = told[2].2.clone();
    assert_eq!(
        told,
        [
            (Some(1), "DELETE", media[0].clone()),
            (Some(2), "DELETE", media[1].clone()),
            (None, "POST", message.clone()),
        ]
    );
    assert!(
        message.ends_with(&format!("/Messages/{MESSAGE}.json")),
        "{message}"
    );
    assert_eq!(&requests[2].request.body()[..], b"Body=");
    assert!(
        requests
            .iter()
            .all(|r| r.request.headers().contains_key(AUTHORIZATION))
    );
    let elsewhere = ["https://evil.example/x".to_owned()];
    assert!(matches!(
        twilio.erase_requests(MESSAGE, &elsewhere, "https://api.twilio.com", &[]),
        Some(Err(MediaAddressError::NotTheCarriers))
    ));
    assert!(
        credentials(Carrier::Telnyx)
            .erase_requests("1", &[], "https://api.telnyx.com", &[])
            .is_none()
    );
}

#[test]
fn what_is_not_there_is_erased_and_what_is_not_final_is_erased_later() {
    let refused = |code: &str| EraseOutcome::Refused {
        code: code.to_owned(),
    };
    for (status, body, outcome) in [
        (204, "", EraseOutcome::Erased),
        (200, "{}", EraseOutcome::Erased),
        (404, r#"{"code": 20404}"#, EraseOutcome::Erased),
        (400, r#"{"code": 20404}"#, EraseOutcome::Erased),
        (409, r#"{"code": 20009}"#, EraseOutcome::Later),
        (429, "", EraseOutcome::Later),
        (503, "", EraseOutcome::Later),
        (401, r#"{"code": 20003}"#, refused("20003")),
        (403, "<html>", refused("http_403")),
    ] {
        assert_eq!(
            Carrier::Twilio.read_erase_answer(status, body.as_bytes()),
            outcome,
            "{status}"
        );
    }
}

proptest! {
    #[test]
    fn lesson_9_whatever_an_address_says_credentials_go_over_https_to_the_carrier(address in "\\PC{0,60}", location in "\\PC{0,60}") {
        let twilio = credentials(Carrier::Twilio);
        let first = twilio.media_request(MEDIUM, &[]).unwrap();
        for request in [twilio.media_request(&address, &[]), twilio.redirected(&first, &location, &[])].into_iter().flatten() {
            let uri = request.request.uri();
            prop_assert_eq!(uri.scheme_str(), Some("https"));
            prop_assert!(!trusted(&request) || uri.authority().unwrap() == "api.twilio.com");
        }
    }
}
