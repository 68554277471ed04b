//! What must not reach a log, and what is stored.

use memberline_carriers::{Carrier, Credentials, Secret, TelnyxCredentials, TwilioCredentials};
use memberline_domain::text::keywords;
use memberline_domain::thread::known_carrier_media;
use serde_json::json;

use crate::samples::*;

#[test]
fn debug_shows_neither_secrets_nor_texts_nor_numbers() {
    for carrier in Carrier::ALL {
        let shown = format!("{:?}", credentials(carrier));
        assert!(
            shown.contains("Secret(…)") && !shown.contains("KEY0123"),
            "{shown}"
        );
        assert!(!shown.contains(&format!("\"{TOKEN}\"")), "{shown}");
    }
    for message in [
        twilio_message(&[("NumMedia", "1"), ("MediaUrl0", "https://a.example/loan.jpg")]).message(),
        telnyx(&telnyx_event()).message(),
    ] {
        let shown = format!("{message:?} {:?}", message.text.media);
        for private in ["loan", THEIRS, OURS] {
            assert!(!shown.contains(private), "{shown}");
        }
    }
}

#[test]
fn the_authorization_of_a_request_is_marked_as_sensitive() {
    let (from, to) = (number(OURS), number(THEIRS));
    let outgoing = memberline_carriers::Outgoing {
        from: &from,
        to: &to,
        text: "Hi",
        media_urls: &[],
        callback_url: "https://a.example",
    };
    for carrier in Carrier::ALL {
        let request = credentials(carrier)
            .send_request(&outgoing, "https://api.example")
            .unwrap_or_else(|e| panic!("{e}"));
        assert!(
            request
                .headers()
                .get("authorization")
                .is_some_and(http::HeaderValue::is_sensitive)
        );
    }
}

/// The stored form, which code before and after must read.
#[test]
fn credentials_are_stored_by_these_names() {
    let twilio = json!({"carrier": "twilio", "account_sid": "AC0123456789abcdef0123456789abcdef", "auth_token": TOKEN});
    let telnyx =
        json!({"carrier": "telnyx", "api_key": "KEY0123", "public_key": telnyx_credentials().public_key});
    for (carrier, stored) in [(Carrier::Twilio, twilio), (Carrier::Telnyx, telnyx)] {
        assert_eq!(
            serde_json::to_value(credentials(carrier)).ok(),
            Some(stored.clone())
        );
        let mut newer = stored;
        newer["added_later"] = json!(1);
        assert_eq!(
            serde_json::from_value::<Credentials>(newer).ok(),
            Some(credentials(carrier))
        );
    }
}

#[test]
fn carriers_have_one_spelling() {
    for carrier in Carrier::ALL {
        assert_eq!(Carrier::parse(carrier.as_str()), Ok(carrier));
        assert_eq!(serde_json::to_value(carrier).ok(), Some(json!(carrier.as_str())));
    }
    for unknown in ["", "Twilio", "TELNYX", "vonage", "twilio "] {
        assert!(Carrier::parse(unknown).is_err(), "{unknown}");
    }
}

/// Another carrier's would be shown to a stranger, or vouch for one.
#[test]
fn credentials_are_read_as_those_of_their_own_carrier_only() {
    for carrier in Carrier::ALL {
        let json = serde_json::to_vec(&credentials(carrier)).unwrap_or_else(|e| panic!("{e}"));
        for asked in Carrier::ALL {
            let read = Credentials::read(asked, &json);
            assert_eq!(read.is_ok(), asked == carrier, "{carrier} as {asked}");
        }
        assert!(Credentials::read(carrier, b"{}").is_err());
    }
}

#[test]
fn a_webhook_that_is_kept_with_its_signature_headers_can_be_verified_later() {
    for mut delivery in [twilio_message(&[]), telnyx(&telnyx_event())] {
        let carrier = delivery.carrier;
        let kept = [&["content-type"], carrier.signature_headers()].concat();
        let mut headers = http::HeaderMap::new();
        for name in kept {
            headers.extend(
                delivery
                    .headers
                    .get(name)
                    .map(|value| (name.parse().ok(), value.clone())),
            );
        }
        delivery.headers = headers;
        assert_eq!(delivery.verify(&credentials(carrier), NOW), Ok(()), "{carrier}");
    }
}

#[test]
fn a_carrier_names_its_address_and_its_headers_in_the_usual_form() {
    for carrier in Carrier::ALL {
        let url: http::Uri = carrier.default_url().parse().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((url.scheme_str(), url.path()), (Some("https"), "/"), "{carrier}");
        assert!(!carrier.default_url().ends_with('/'), "{carrier}");
        let variable = format!("{}_API_URL", carrier.as_str().to_uppercase());
        assert_eq!(carrier.url_variable(), variable);
        for name in carrier.signature_headers() {
            assert!(
                http::header::HeaderName::from_lowercase(name.as_bytes()).is_ok(),
                "{name}"
            );
        }
    }
}

/// What the domain knows of a carrier by its name: a new carrier must not get another's by default.
#[test]
fn the_domain_has_limits_and_keywords_of_each_carrier() {
    for carrier in Carrier::ALL.map(Carrier::as_str) {
        assert!(known_carrier_media(carrier).is_some(), "{carrier}");
        assert!(keywords::reserved(carrier, "STOP").is_some(), "{carrier}");
    }
}

/// The field that stands against credentials, whose words show no value of it.
fn unusable(credentials: &Credentials, value: &str) -> Option<&'static str> {
    let unusable = credentials.check().err()?;
    assert!(
        value.is_empty() || !unusable.to_string().contains(value),
        "{unusable}"
    );
    Some(unusable.field)
}

#[test]
fn what_a_carrier_cannot_have_given_out_is_told_by_its_field() {
    for carrier in Carrier::ALL {
        assert_eq!(credentials(carrier).check(), Ok(()), "{carrier}");
    }
    let digits = "0123456789abcdef0123456789abcdef";
    let odd = ["", "hello world", "KEYX", "not base64 !!", "clé", "a\nb"];
    for value in odd {
        let secret = Secret::new(value);
        let told = (value != "KEYX").then_some(());
        let twilio = |odd: TwilioCredentials| unusable(&Credentials::Twilio(odd), value);
        let account_sid = value.to_owned();
        assert_eq!(
            twilio(TwilioCredentials {
                account_sid,
                ..twilio_credentials()
            }),
            Some("account_sid")
        );
        let auth_token = secret.clone();
        assert_eq!(
            twilio(TwilioCredentials {
                auth_token,
                ..twilio_credentials()
            }),
            told.map(|()| "auth_token")
        );
        let messaging_service_sid = Some(value.to_owned());
        assert_eq!(
            twilio(TwilioCredentials {
                messaging_service_sid,
                ..twilio_credentials()
            }),
            Some("messaging_service_sid")
        );
        let telnyx = |odd: TelnyxCredentials| unusable(&Credentials::Telnyx(odd), value);
        let api_key = secret;
        assert_eq!(
            telnyx(TelnyxCredentials {
                api_key,
                ..telnyx_credentials()
            }),
            told.map(|()| "api_key")
        );
        let public_key = value.to_owned();
        assert_eq!(
            telnyx(TelnyxCredentials {
                public_key,
                ..telnyx_credentials()
            }),
            Some("public_key")
        );
        let messaging_profile_id = Some(value.to_owned());
        assert_eq!(
            telnyx(TelnyxCredentials {
                messaging_profile_id,
                ..telnyx_credentials()
            }),
            Some("messaging_profile_id")
        );
    }
    for account_sid in [
        format!("AC{}", digits.to_uppercase()),
        format!("MG{digits}"),
        format!("AC{digits}0"),
    ] {
        let twilio = Credentials::Twilio(TwilioCredentials {
            account_sid,
            ..twilio_credentials()
        });
        assert_eq!(unusable(&twilio, digits), Some("account_sid"));
    }
    let whole = Credentials::Twilio(TwilioCredentials {
        messaging_service_sid: Some(format!("MG{digits}")),
        ..twilio_credentials()
    });
    assert_eq!(whole.check(), Ok(()));
    let whole = Credentials::Telnyx(TelnyxCredentials {
        messaging_profile_id: Some(TELNYX_SENT.to_owned()),
        ..telnyx_credentials()
    });
    assert_eq!(whole.check(), Ok(()));
}

/// What is refused is what no webhook could be verified by, and no less.
#[test]
fn a_public_key_is_refused_exactly_where_verification_calls_it_unusable() {
    let good = telnyx_credentials().public_key;
    for key in [
        "",
        "KEYX",
        "not base64 !!",
        good.trim_end_matches('='),
        &good.replace('=', "%"),
        &format!(" {good}\n"),
        &good,
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ] {
        let odd = Credentials::Telnyx(TelnyxCredentials {
            public_key: key.to_owned(),
            ..telnyx_credentials()
        });
        let verified = telnyx_message(&json!({})).verify(&odd, NOW);
        let cannot = verified == Err(memberline_carriers::VerificationFailure::UnusableKey);
        assert_eq!(odd.check().is_err(), cannot, "{key:?}");
    }
}
