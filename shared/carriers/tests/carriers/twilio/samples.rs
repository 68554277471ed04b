//! Twilio's requests as these tests need them.

use memberline_carriers::{Carrier, Secret, TwilioCredentials, twilio};

use crate::delivery::{Delivery, OURS, THEIRS, callback_url};

pub const TOKEN: &str = "12345";
pub const TWILIO_URL: &str = "https://texts.lakeside.example/webhooks/twilio";

/// Twilio's account, and its ids of a member's text and of one of ours.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const MESSAGE: &str = "SM0123456789abcdef0123456789abcdef";
pub const SENT: &str = "SM99999999999999999999999999999999";

pub fn twilio_credentials() -> TwilioCredentials {
    TwilioCredentials {
        account_sid: ACCOUNT.to_owned(),
        auth_token: Secret::new(TOKEN),
        previous_auth_token: None,
        messaging_service_sid: None,
    }
}

/// A form, signed by Twilio's rule.
pub fn twilio(url: &str, fields: &[(&str, &str)]) -> Delivery {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut delivery = Delivery::new(
        Carrier::Twilio,
        url,
        "application/x-www-form-urlencoded; charset=UTF-8",
        body,
    );
    delivery.set("x-twilio-signature", &twilio::sign(url, fields, TOKEN));
    delivery
}

/// A member's text, as Twilio posts it, with some fields more or instead.
pub fn twilio_message(with: &[(&str, &str)]) -> Delivery {
    let usual = [
        ("ToCountry", "US"),
        ("ToState", "MN"),
        ("SmsMessageSid", MESSAGE),
        ("NumMedia", "0"),
        ("ToCity", "DULUTH"),
        ("FromZip", "55802"),
        ("SmsSid", MESSAGE),
        ("FromState", "MN"),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", "Is my loan approved?"),
        ("FromCountry", "US"),
        ("To", OURS),
        ("ToZip", "55802"),
        ("NumSegments", "1"),
        ("ReferralNumMedia", "0"),
        ("MessageSid", MESSAGE),
        ("AccountSid", ACCOUNT),
        ("From", THEIRS),
        ("ApiVersion", "2010-04-01"),
    ];
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| with.iter().all(|(other, _)| name != other))
        .collect();
    fields.extend_from_slice(with);
    twilio(TWILIO_URL, &fields)
}

/// Twilio's report on a text of ours.
pub fn twilio_receipt(status: &str, error_code: Option<&str>) -> Delivery {
    let mut fields = vec![
        ("SmsSid", SENT),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", THEIRS),
        ("MessageSid", SENT),
        ("AccountSid", ACCOUNT),
        ("From", OURS),
        ("ApiVersion", "2010-04-01"),
    ];
    fields.extend(error_code.map(|code| ("ErrorCode", code)));
    twilio(&callback_url(Carrier::Twilio), &fields)
}
