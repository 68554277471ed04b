//! The text as its carrier would post it.

use anyhow::Result;
use bytes::Bytes;
use http::Request;
use http::header::CONTENT_TYPE;
use memberline_carriers::twilio::sign;
use memberline_domain::PhoneNumber;
use memberline_platform::http::{Answer, HttpError};
use memberline_store::seal;

use super::own::Own;

/// A text that was never sent before.
pub struct Text {
    pub from: PhoneNumber,
    /// The carrier's id of it.
    pub id: String,
    pub words: String,
}

impl Text {
    /// A text of somebody who has one of the numbers that nobody has: so that runs at the same time have threads of their own.
    pub fn new() -> Result<Self> {
        let random = u64::from_be_bytes(seal::random()?);
        let (line, random) = (random % 100, random / 100);
        let area = 201 + random % 789;
        let from = PhoneNumber::parse(&format!("+1{area}55501{line:02}"))?;
        let id = seal::hexadecimal(&seal::random::<16>()?);
        Ok(Self {
            words: format!("This is only a test of the deployment, number {}.", &id[..8]),
            id: format!("SM{id}"),
            from,
        })
    }

    /// The webhook that the carrier of `own` would post to `public_url`, signed.
    pub fn webhook(&self, own: &Own, public_url: &str) -> Result<Request<Bytes>> {
        let url = format!("{public_url}/webhooks/twilio");
        let fields = [
            ("AccountSid", own.account.account_sid.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("Body", &self.words),
            ("From", self.from.as_str()),
            ("FromCountry", "US"),
            ("MessageSid", &self.id),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
            ("SmsMessageSid", &self.id),
            ("SmsSid", &self.id),
            ("SmsStatus", "received"),
            ("To", own.number.as_str()),
            ("ToCountry", "US"),
        ];
        let signature = sign(&url, &fields, own.account.auth_token.expose());
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).finish();
        let request = Request::post(&url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8")
            .header("x-twilio-signature", signature)
            .body(Bytes::from(body))?;
        Ok(request)
    }
}

/// What the answer to a webhook means; the error is for people.
pub fn taken(answer: Result<Answer, HttpError>) -> Result<(), String> {
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => Ok(()),
        Ok(answer) => Err(match answer.status {
            403 => "it was answered 403: the signature did not hold, since PublicUrl is not what the function has, or something in \
                    between changes path or body"
                .to_owned(),
            status => format!("it was answered {status}"),
        }),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_from_numbers_that_nobody_has_and_are_each_their_own() {
        let texts: Vec<Text> = (0..200)
            .map(|_| Text::new().unwrap_or_else(|error| panic!("{error}")))
            .collect();
        for text in &texts {
            let from = text.from.as_str();
            assert_eq!(from.len(), 12, "{from}");
            assert_eq!(from.get(5..10), Some("55501"), "{from}");
            assert!(text.words.len() < 160);
        }
        let ids: std::collections::BTreeSet<&str> = texts.iter().map(|text| text.id.as_str()).collect();
        assert_eq!(ids.len(), texts.len());
    }
}
