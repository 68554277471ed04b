//! The request that sends a text through Twilio.

use memberline_carriers::{Carrier, Credentials};

use crate::samples::*;
use crate::sending::{header, send};

#[test]
fn twilio_gets_a_form_with_the_text_and_the_callback() {
    let mut credentials = twilio_credentials();
    credentials.messaging_service_sid = Some("MG1".to_owned());
    let text = "Yes & no: 100 % 👍\n";
    let request = send(
        &Credentials::Twilio(credentials),
        text,
        &["https://a.example/1".to_owned(), "https://a.example/2".to_owned()],
    );
    assert_eq!(request.method(), "POST");
    let path = "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json";
    assert_eq!(
        request.uri().to_string(),
        format!("http://localhost:3000/carrier/twilio{path}")
    );
    // The pair `AC0123456789abcdef0123456789abcdef:12345`.
    assert_eq!(
        header(&request, "authorization"),
        "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjoxMjM0NQ=="
    );
    let fields: Vec<(String, String)> = form_urlencoded::parse(request.body()).into_owned().collect();
    let callback = callback_url(Carrier::Twilio);
    let expected = [
        ("To", THEIRS),
        ("From", OURS),
        ("MessagingServiceSid", "MG1"),
        ("Body", text),
        ("MediaUrl", "https://a.example/1"),
        ("MediaUrl", "https://a.example/2"),
        ("StatusCallback", &format!("{callback}#rc=2&rp=all")),
        ("SmartEncoded", "false"),
    ];
    assert_eq!(
        fields,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}
