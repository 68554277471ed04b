//! Reading Twilio's webhooks.

use memberline_carriers::{Carrier, InboundEvent, MAX_MEDIA, ParseError};
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{DeliveryStatus, Report};

use crate::samples::*;

#[test]
fn a_message_is_read_whole() {
    let message = twilio_message(&[]).message();
    assert_eq!(message.text.carrier_message_id, MESSAGE);
    assert_eq!(message.from, number(THEIRS));
    assert_eq!(message.to, number(OURS));
    assert_eq!(message.text.text, "Is my loan approved?");
    assert_eq!((message.text.media.len(), message.text.missing), (0, 0));
    assert_eq!(
        (
            message.text.segments,
            message.text.answered_by_carrier,
            message.text.said_at
        ),
        (Some(1), None, None)
    );
}

#[test]
fn our_number_is_known_before_verification() {
    let mut delivery = twilio_message(&[]);
    delivery.headers.remove("x-twilio-signature");
    assert_eq!(delivery.our_numbers(), Ok(vec![number(OURS)]));
    assert_eq!(twilio_receipt("sent", None).our_numbers(), Ok(vec![number(OURS)]));
    assert_eq!(
        twilio_message(&[("To", "whatsapp:+15550100001")]).our_numbers(),
        Ok(Vec::new())
    );
    assert_eq!(twilio(TWILIO_URL, &[]).our_numbers(), Ok(Vec::new()));
}

/// Lesson 32: not only the first attachment.
#[test]
fn every_attachment_is_kept_up_to_the_bound() {
    let fields: Vec<(String, String)> = (0..=MAX_MEDIA)
        .flat_map(|at| {
            [
                (
                    format!("MediaUrl{at}"),
                    format!("https://api.twilio.com/Media/ME{at}"),
                ),
                (format!("MediaContentType{at}"), "image/jpeg".to_owned()),
            ]
        })
        .collect();
    let with = |count: usize| {
        let announced = count.to_string();
        let mut with: Vec<_> = fields
            .iter()
            .take(2 * count)
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        with.push(("NumMedia", &announced));
        twilio_message(&with)
    };
    let message = with(MAX_MEDIA).message();
    assert_eq!(message.text.media.len(), 30);
    assert_eq!(message.text.media[29].url, "https://api.twilio.com/Media/ME29");
    assert_eq!(message.text.media[29].content_type.as_deref(), Some("image/jpeg"));
    let message = with(MAX_MEDIA + 1).message();
    assert_eq!((message.text.media.len(), message.text.missing), (30, 1));
    let message = twilio_message(&[("NumMedia", "18446744073709551615")]).message();
    assert_eq!((message.text.media.len(), message.text.missing), (0, u32::MAX));
}

/// Lesson 33: the text survives its attachment.
#[test]
fn an_attachment_without_an_address_costs_no_text() {
    let message = twilio_message(&[("NumMedia", "2"), ("MediaUrl1", "https://api.twilio.com/1")]).message();
    assert_eq!(message.text.text, "Is my loan approved?");
    assert_eq!((message.text.media.len(), message.text.missing), (1, 1));
}

#[test]
fn a_keyword_that_twilio_answered_is_known() {
    for (value, expected) in [
        ("STOP", Intent::OptOut),
        ("START", Intent::OptIn),
        ("HELP", Intent::Help),
    ] {
        assert_eq!(
            twilio_message(&[("OptOutType", value)])
                .message()
                .text
                .answered_by_carrier,
            Some(expected)
        );
    }
    assert_eq!(
        twilio_message(&[("OptOutType", "NEW")])
            .message()
            .text
            .answered_by_carrier,
        None
    );
}

#[test]
fn the_text_stays_as_it_was_sent_and_nul_leaves_a_mark() {
    let texts = [
        "👩‍👩‍👧 é e\u{301} ❤️",
        " \t two lines\r\nand an end \n",
        "1+1=2 & 100 % 'sure'",
        "\u{202e}txet",
        "",
    ];
    for text in texts {
        assert_eq!(twilio_message(&[("Body", text)]).message().text.text, text);
    }
    assert_eq!(
        twilio_message(&[("Body", "pat\0b.example\u{7}\0")])
            .message()
            .text
            .text,
        "pat\u{FFFD}b.example\u{7}\u{FFFD}"
    );
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let table: &[(&[(&str, &str)], ParseError)] = &[
        (&[("From", "")], ParseError::UnsupportedSender),
        (&[("From", "5552010001")], ParseError::UnsupportedSender),
        (
            &[("From", "whatsapp:+15552010001")],
            ParseError::UnsupportedSender,
        ),
        (&[("To", "5550100001")], ParseError::MalformedField("To")),
        (&[("MessageSid", "")], ParseError::MalformedField("MessageSid")),
        (
            &[("MessageSid", "SM 1/..")],
            ParseError::MalformedField("MessageSid"),
        ),
        (
            &[("MessageSid", MESSAGE), ("MessageSid", SENT)],
            ParseError::ConflictingField("MessageSid"),
        ),
        (&[("MessageSid", "SM1")], ParseError::MalformedField("MessageSid")),
        (&[("SmsSid", SENT)], ParseError::ConflictingField("SmsSid")),
        (
            &[("SmsMessageSid", SENT)],
            ParseError::ConflictingField("SmsMessageSid"),
        ),
        (&[("AccountSid", "AC1")], ParseError::MalformedField("AccountSid")),
        (
            &[("Body", "one"), ("Body", "two")],
            ParseError::ConflictingField("Body"),
        ),
        (
            &[("NumMedia", "1"), ("MediaUrl1", "https://a.example/1")],
            ParseError::MalformedField("NumMedia"),
        ),
        (
            &[("MediaUrl0", "https://a.example/0")],
            ParseError::MalformedField("NumMedia"),
        ),
    ];
    for (with, error) in table {
        assert_eq!(twilio_message(with).event(), Err(*error), "{with:?}");
    }
    assert_eq!(
        twilio(TWILIO_URL, &[("MessageSid", MESSAGE), ("AccountSid", ACCOUNT)]).event(),
        Err(ParseError::MissingField("From"))
    );
    assert_eq!(
        twilio(TWILIO_URL, &[]).event(),
        Err(ParseError::MissingField("MessageSid"))
    );
}

/// Lesson 61: where one is left out, its neighbour may have swallowed it.
#[test]
fn a_field_that_twilio_always_sends_must_be_there() {
    let without = |delivery: &Delivery, name: &str| {
        let mut left = delivery.clone();
        let fields = form_urlencoded::parse(&delivery.body).filter(|(key, _)| key != name);
        left.body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish()
            .into_bytes();
        left.event()
    };
    let message = twilio_message(&[]);
    for name in [
        "MessageSid",
        "AccountSid",
        "From",
        "To",
        "Body",
        "NumMedia",
        "NumSegments",
    ] {
        assert_eq!(without(&message, name), Err(ParseError::MissingField(name)));
    }
    let receipt = twilio_receipt("delivered", None);
    for name in ["MessageSid", "AccountSid"] {
        assert_eq!(without(&receipt, name), Err(ParseError::MissingField(name)));
    }
}

/// Twilio does not send a field twice, whatever its signature makes of one that comes so.
#[test]
fn a_field_repeated_alike_is_refused() {
    assert_eq!(
        twilio_message(&[("Body", "twice"), ("Body", "twice")]).event(),
        Err(ParseError::AmbiguousFields)
    );
}

/// Twilio adds fields without notice, and some come with some texts only.
#[test]
fn fields_that_are_not_read_cost_no_text() {
    let found = r#"{"status":"successful","results":{"spam":{"result":"From+1 MessageSidSM NumMedia0"}}}"#;
    let message = twilio_message(&[
        ("AddOns", found),
        ("MessagingServiceSid", "MG0123456789abcdef0123456789abcdef"),
        ("NewInTwentyThirty", "yes & no, +1 To all"),
        ("OptOutType", "NEW"),
    ]);
    assert_eq!(message.message().text.text, "Is my loan approved?");
}

/// Whatever somebody writes, it is a text: only what is signed beside it must have one reading.
#[test]
fn a_text_may_speak_of_fields() {
    let text = format!("MessageSid{SENT}NumMedia0 From+15552010009To{OURS} Body OptOutTypeSTOP");
    assert_eq!(twilio_message(&[("Body", &text)]).message().text.text, text);
}

#[test]
fn a_key_that_is_none_of_twilios_is_refused() {
    for key in [
        "",
        "1From",
        "from",
        "#rc=2&rp=all",
        "/receipts/x",
        "Fr om",
        "From\n",
    ] {
        assert_eq!(
            twilio_message(&[(key, "x")]).event(),
            Err(ParseError::AmbiguousFields),
            "{key:?}"
        );
    }
}

#[test]
fn receipts_are_normalised() {
    let table = [
        ("accepted", DeliveryStatus::Sent),
        ("queued", DeliveryStatus::Sent),
        ("sending", DeliveryStatus::Sent),
        ("sent", DeliveryStatus::Sent),
        ("delivered", DeliveryStatus::Delivered),
        ("read", DeliveryStatus::Delivered),
    ];
    for (status, expected) in table {
        let receipt = twilio_receipt(status, None).receipt();
        let report = Report {
            carrier_message_id: Some(SENT.to_owned()),
            ..expected.into()
        };
        assert_eq!(receipt.report, report, "{status}");
        assert_eq!((receipt.at, receipt.reference), (None, None));
    }
    assert_eq!(
        twilio_receipt("teleported", None).event(),
        Err(ParseError::UnknownStatus)
    );
    assert_eq!(ParseError::UnknownStatus.code(), "unknown_status");
}

/// Lessons 21 and 28.
#[test]
fn a_failed_receipt_gives_its_reason_or_none() {
    let failure = |status: &str, code| {
        let report = twilio_receipt(status, code).receipt().report;
        assert_eq!(report.status, DeliveryStatus::Failed);
        let reason = report.reason.map(|reason| (reason.code, reason.detail)).unzip();
        (reason.0, reason.1, report.opted_out)
    };
    let opted_out = failure("undelivered", Some("21610"));
    assert!(opted_out.2);
    assert_eq!(opted_out.0.as_deref(), Some("twilio_21610"));
    let unreachable = failure("undelivered", Some("30003"));
    assert_eq!(
        unreachable.1.as_deref(),
        Some("The phone could not be reached. It may be off or out of range.")
    );
    assert!(!unreachable.2);
    let new = failure("failed", Some("39999"));
    assert_eq!(
        new.1.as_deref(),
        Some("The carrier did not deliver the text and gave error 39999 as the reason.")
    );
    assert_eq!(
        twilio_receipt("failed", Some("<b>hello</b>")).event(),
        Err(ParseError::MalformedField("ErrorCode"))
    );
    for none in [None, Some(""), Some("0")] {
        assert_eq!(failure("failed", none), (None, None, false), "{none:?}");
    }
}

#[test]
fn a_receipt_that_could_be_read_otherwise_is_refused() {
    for (name, value) in [
        ("RawDlrDoneDate", "2611221200SmsSidSM"),
        ("ErrorMessage", "ErrorCode30003"),
        ("Foo", "MessageStatusdelivered"),
    ] {
        let fields = [
            ("MessageSid", SENT),
            ("AccountSid", ACCOUNT),
            ("MessageStatus", "sent"),
            (name, value),
        ];
        let delivery = twilio(&callback_url(Carrier::Twilio), &fields);
        assert_eq!(delivery.event(), Err(ParseError::AmbiguousFields), "{name}");
    }
}

#[test]
fn a_message_is_no_receipt_and_a_receipt_no_message() {
    let delivery = twilio_message(&[]);
    assert_eq!(delivery.webhook().receipt(), Err(ParseError::NotAReceipt));
    assert!(matches!(
        twilio_receipt("sent", None).event(),
        Ok(InboundEvent::Receipt(_))
    ));
}
