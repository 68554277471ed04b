//! What is signed has no separators (lesson 61): whoever captured a webhook can cut the same string anew. Whatever they make of
//! it either does not verify, is refused, or says what the original said.

use memberline_carriers::{Carrier, InboundEvent, ParseError, VerificationFailure, twilio};
use proptest::prelude::*;

use crate::samples::*;

type Fields = Vec<(String, String)>;

/// A form posted to `url` under a signature that was captured.
fn replayed(url: &str, fields: &[(String, String)], signature: &str) -> Delivery {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut delivery = Delivery::new(Carrier::Twilio, url, "application/x-www-form-urlencoded", body);
    delivery.set("x-twilio-signature", signature);
    delivery
}

fn signature(delivery: &Delivery) -> String {
    let signature = delivery.headers["x-twilio-signature"].to_str();
    signature.unwrap_or_else(|e| panic!("{e}")).to_owned()
}

/// The fields of a captured webhook in the order in which they are signed.
fn captured(delivery: &Delivery) -> Fields {
    let mut fields: Fields = form_urlencoded::parse(&delivery.body).into_owned().collect();
    fields.sort();
    fields
}

/// What is captured: the usual texts and receipts, and a text whose sender wrote fields into it.
fn samples() -> Vec<Delivery> {
    let media = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages/\
                 MM0123456789abcdef0123456789abcdef/Media/ME0123456789abcdef0123456789abcdef";
    let crafted = format!(
        "STOPFrom{THEIRS}FromCityXMessageSid{SENT}NumMedia0NumSegments1SmsMessageSid{SENT}SmsSid{SENT}\
         SmsStatusreceivedTo{OURS}Zz"
    );
    vec![
        twilio_message(&[]),
        twilio_message(&[("Body", "START"), ("OptOutType", "START")]),
        twilio_message(&[
            ("NumMedia", "2"),
            ("MediaUrl0", media),
            ("MediaContentType0", "image/jpeg"),
            ("MediaUrl1", media),
            ("MediaContentType1", "image/png"),
            ("Body", ""),
            ("MessagingServiceSid", "MG0123456789abcdef0123456789abcdef"),
            ("AddOns", r#"{"status":"successful"}"#),
        ]),
        twilio_message(&[("Body", &crafted)]),
        twilio_receipt("delivered", None),
        twilio_receipt("undelivered", Some("30003")),
        twilio_receipt("sent", None),
    ]
}

/// What nobody may change of a receipt, and of a message besides its text.
fn told(event: &InboundEvent) -> String {
    match event {
        InboundEvent::Message(message) => format!(
            "{} {:?} {:?} {:?} {:?} {:?} {}",
            message.text.carrier_message_id,
            message.from,
            message.to,
            message
                .text
                .media
                .iter()
                .map(|m| (&m.url, &m.content_type))
                .collect::<Vec<_>>(),
            message.text.answered_by_carrier,
            message.text.segments,
            message.text.missing
        ),
        other => format!("{other:?}"),
    }
}

/// Whether a cut verifies; if it does, it is refused or tells the same as the original.
fn tells_nothing_new(original: &Delivery, url: &str, fields: &[(String, String)]) -> bool {
    let delivery = replayed(url, fields, &signature(original));
    if delivery.verify(&credentials(Carrier::Twilio), NOW).is_err() {
        return false;
    }
    if let Ok(event) = delivery.event() {
        let first = original.event().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(told(&event), told(&first), "{fields:?}");
        if let (InboundEvent::Message(event), InboundEvent::Message(first)) = (&event, &first) {
            assert_eq!(event.text.text, first.text.text, "{fields:?}");
        }
    }
    true
}

/// The joined string of some fields, cut at other places: keys and values in turn.
fn cut(joined: &str, cuts: &[usize]) -> Fields {
    let mut edges = vec![0];
    edges.extend(cuts);
    edges.push(joined.len());
    let parts: Vec<&str> = edges.windows(2).map(|edge| &joined[edge[0]..edge[1]]).collect();
    parts
        .chunks(2)
        .map(|pair| {
            (
                pair[0].to_owned(),
                pair.get(1).copied().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// The joined string, and where its keys and values end.
fn joined(fields: &[(String, String)]) -> (String, Vec<usize>) {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for part in fields.iter().flat_map(|(key, value)| [key, value]) {
        text.push_str(part);
        ends.push(text.len());
    }
    ends.pop();
    (text, ends)
}

#[test]
fn lesson_61_no_boundary_between_neighbours_can_be_moved() {
    let mut verified = 0;
    for original in samples() {
        let (text, ends) = joined(&captured(&original));
        for at in 0..ends.len() {
            let from = at.checked_sub(1).map_or(0, |before| ends[before]);
            let to = ends.get(at + 1).copied().unwrap_or(text.len());
            for moved in from..=to {
                let mut cuts = ends.clone();
                cuts[at] = moved;
                verified += usize::from(tells_nothing_new(&original, &original.url, &cut(&text, &cuts)));
            }
        }
    }
    assert!(verified > 1_000, "only {verified} verify: the test tests nothing");
}

#[test]
fn lesson_61_no_field_can_be_swallowed_by_its_neighbours() {
    let mut verified = 0;
    for original in samples() {
        let (text, ends) = joined(&captured(&original));
        for first in 0..ends.len() {
            // Two boundaries less are a field less.
            for gone in [2, 4, 6, 8] {
                let mut cuts = ends.clone();
                cuts.drain(first..(first + gone).min(ends.len()));
                verified += usize::from(tells_nothing_new(&original, &original.url, &cut(&text, &cuts)));
            }
        }
    }
    assert!(verified > 100, "only {verified} verify: the test tests nothing");
}

/// The input of the fault: the id, with the field after it.
#[test]
fn lesson_61_an_id_that_swallowed_the_number_of_media_is_no_new_id() {
    let original = twilio_message(&[]);
    let mut fields = captured(&original);
    fields.retain(|(key, _)| key != "NumMedia");
    for (key, value) in &mut fields {
        if key == "MessageSid" {
            value.push_str("NumMedia0");
        }
    }
    let delivery = replayed(TWILIO_URL, &fields, &signature(&original));
    assert_eq!(delivery.verify(&credentials(Carrier::Twilio), NOW), Ok(()));
    assert_eq!(delivery.event(), Err(ParseError::MalformedField("MessageSid")));
}

/// The sender chooses the text: what they write into it must not become fields.
#[test]
fn lesson_61_no_field_comes_out_of_a_text() {
    let original = &samples()[3];
    let InboundEvent::Message(message) = original.event().unwrap() else {
        panic!("not a message")
    };
    let (_, rest) = message.text.text.split_once("From").unwrap();
    let mut fields = captured(original);
    fields.retain(|(key, _)| key.as_str() < "Body");
    let all: String = captured(original)
        .into_iter()
        .skip_while(|(key, _)| key.as_str() <= "Body")
        .map(|(key, value)| key + &value)
        .collect();
    assert!(rest.ends_with("Zz"));
    for (key, value) in [
        ("Body", "STOP"),
        ("From", THEIRS),
        ("FromCity", "X"),
        ("MessageSid", SENT),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SmsMessageSid", SENT),
        ("SmsSid", SENT),
        ("SmsStatus", "received"),
        ("To", OURS),
        ("Zz", &all),
    ] {
        fields.push((key.to_owned(), value.to_owned()));
    }
    let delivery = replayed(TWILIO_URL, &fields, &signature(original));
    assert_eq!(delivery.verify(&credentials(Carrier::Twilio), NOW), Ok(()));
    assert_eq!(delivery.event(), Err(ParseError::AmbiguousFields));
}

/// The URL is signed before the fields, without a separator either.
/// The sender of a text chooses its words: one that a capital begins may be the key of a field after the text.
#[test]
fn lesson_61_no_text_can_be_cut_short() {
    for (text, kept) in [
        ("STARTED my application yesterday", "START"),
        ("ENDED up with 2 accounts?", "END"),
        ("STARTBoz1", "START"),
        ("Stop by at 5? I CAN bring my W2", "Stop by at 5? I "),
        ("STOPFraud", "STOP"),
    ] {
        let original = twilio_message(&[("Body", text)]);
        let signature = signature(&original);
        let rest = &text[kept.len()..];
        for name in 1..=rest.len() {
            let mut fields = captured(&original);
            let body = fields.iter_mut().find(|(key, _)| key == "Body");
            body.unwrap_or_else(|| panic!("no text")).1 = kept.to_owned();
            fields.push((rest[..name].to_owned(), rest[name..].to_owned()));
            let delivery = replayed(TWILIO_URL, &fields, &signature);
            let is_verified = delivery.verify(&credentials(Carrier::Twilio), NOW).is_ok();
            assert!(
                !is_verified || delivery.event() == Err(ParseError::AmbiguousFields),
                "{text}: {}",
                &rest[..name]
            );
        }
    }
}

/// A text cannot swallow what other channels than text messages have after it.
#[test]
fn lesson_61_no_text_can_swallow_the_field_after_it() {
    let metadata = r#"{"type":"rcs"}"#;
    let original = twilio_message(&[("Body", "STOP"), ("ChannelMetadata", metadata)]);
    let swallowed = twilio_message(&[("Body", &format!("STOPChannelMetadata{metadata}"))]);
    for delivery in [original, swallowed] {
        assert_eq!(delivery.event(), Err(ParseError::AmbiguousFields));
    }
}

#[test]
fn lesson_61_the_boundary_of_the_address_cannot_be_moved() {
    let mut verified = 0;
    for original in samples() {
        let url = &original.url;
        for at in url.find("/webhooks").unwrap()..url.len() {
            let mut fields = captured(&original);
            fields[0].0.insert_str(0, &url[at..]);
            verified += usize::from(tells_nothing_new(&original, &url[..at], &fields));
        }
        // What Twilio may have signed behind the address must not come in as a field.
        let fields = captured(&original);
        let ours: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let mut with_retries = original.clone();
        let signed = twilio::sign(&format!("{url}#rc=2&rp=all"), &ours, TOKEN);
        with_retries.set("x-twilio-signature", &signed);
        let mut moved = fields.clone();
        moved[0].0.insert_str(0, "#rc=2&rp=all");
        verified += usize::from(tells_nothing_new(&with_retries, url, &moved));
    }
    // Only what sorts before the first field stays where it is signed: what begins with `/`, `#`, a digit.
    assert!(verified > 50, "only {verified} verify: the test tests nothing");
}

/// Where the address has a query, all that is signed after it can be made part of it, and with it the hash that vouches for a
/// body that is no form, if a sender wrote it into a text.
#[test]
fn a_hash_in_a_text_vouches_for_no_form() {
    let url = format!("{TWILIO_URL}?of=lakeside");
    let forged = twilio_message(&[("MessageSid", SENT), ("Body", "STOP")]).body;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &forged);
    let hash = hash
        .as_ref()
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let text = format!("&bodySHA256={hash}&");
    let fields = captured(&twilio_message(&[("Body", &text)]));
    let pairs: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let original = twilio(&url, &pairs);
    assert_eq!(original.verify(&credentials(Carrier::Twilio), NOW), Ok(()));
    let address = format!("{url}{}", joined(&fields).0);
    let mut delivery = Delivery::new(
        Carrier::Twilio,
        &address,
        "application/x-www-form-urlencoded",
        forged,
    );
    delivery.set("x-twilio-signature", &signature(&original));
    assert_eq!(
        delivery.verify(&credentials(Carrier::Twilio), NOW),
        Err(VerificationFailure::WrongSignature)
    );
    delivery.set("content-type", "application/json");
    assert_eq!(delivery.event(), Err(ParseError::WrongContentType));
}

#[test]
fn another_accounts_webhook_is_refused_by_name() {
    let other = "AC99999999999999999999999999999999";
    for delivery in [
        twilio_message(&[("AccountSid", other)]),
        twilio(
            &callback_url(Carrier::Twilio),
            &[
                ("MessageSid", SENT),
                ("AccountSid", other),
                ("MessageStatus", "sent"),
            ],
        ),
    ] {
        assert_eq!(
            delivery.verify(&credentials(Carrier::Twilio), NOW),
            Err(VerificationFailure::WrongAccount)
        );
    }
}

proptest! {
    /// Any cut of any text's string: as many fields as one likes, at any places.
    #[test]
    fn lesson_61_no_cut_of_a_signed_string_tells_anything_new(
        sample in any::<prop::sample::Index>(),
        text in "[ -~]{0,40}",
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        kept in prop::collection::vec(any::<bool>(), 60),
    ) {
        let original = if kept[0] { twilio_message(&[("Body", &text)]) } else { samples().swap_remove(sample.index(7)) };
        let (signed, ends) = joined(&captured(&original));
        let mut cuts: Vec<usize> = ends.iter().zip(kept.iter().cycle().skip(1)).filter(|(_, kept)| **kept).map(|(end, _)| *end).collect();
        cuts.extend(places.iter().map(|place| place.index(signed.len())).filter(|at| signed.is_char_boundary(*at)));
        cuts.sort_unstable();
        tells_nothing_new(&original, &original.url, &cut(&signed, &cuts));
    }
}
