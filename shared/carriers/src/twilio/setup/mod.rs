//! How a number is set up at Twilio.
//!
//! Source: <https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource>,
//! <https://www.twilio.com/docs/messaging/api/service-resource>, <https://www.twilio.com/docs/messaging/api/phonenumber-resource>,
//! <https://www.twilio.com/docs/messaging/api/usapptoperson-resource>.

mod judge;
mod resource;

use bytes::Bytes;
use http::{Method, Request};

use super::credentials::TwilioCredentials;
use super::send::authorization;
use crate::request::{RequestError, escaped, request};
use crate::setup::{
    Answered, NoAnswer, SetupFinding, SetupInquiry, WantedSetup, Weight, needs_campaign, own_number, read,
};
use resource::{Campaigns, Numbers, OwnNumber, Service, Services, Within};

/// The carrier's name as it writes it itself.
const TWILIO: &str = "Twilio";

/// The most Messaging Services that are looked into, when the credentials name none.
const MOST_SERVICES: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Number,
    /// The Messaging Service that the credentials name.
    Service,
    /// All of the account.
    Services,
    /// Whether the number is in the last of `untried`.
    Membership,
    Campaigns,
}

/// Questions about one number.
pub(super) struct Inquiry<'a> {
    credentials: &'a TwilioCredentials,
    wanted: WantedSetup<'a>,
    base_url: String,
    next: Option<Question>,
    number: Option<OwnNumber>,
    untried: Vec<Service>,
    /// Whether there are more than were listed.
    more: bool,
    within: Within,
    campaigns: Option<Campaigns>,
    met: Vec<SetupFinding>,
}

pub(super) fn inquire<'a>(
    credentials: &'a TwilioCredentials,
    wanted: WantedSetup<'a>,
    base_url: &str,
) -> Inquiry<'a> {
    Inquiry {
        credentials,
        wanted,
        base_url: base_url.trim_end_matches('/').to_owned(),
        next: Some(Question::Number),
        number: None,
        untried: Vec::new(),
        more: false,
        within: Within::Unknown,
        campaigns: None,
        met: Vec::new(),
    }
}

/// Where Messaging Services are: at Twilio beside the API, in whatever region; a local carrier has both at one address.
fn messaging(base_url: &str) -> String {
    match base_url.split_once("://api.") {
        Some((scheme, host)) if host == "twilio.com" || host.ends_with(".twilio.com") => {
            format!("{scheme}://messaging.{host}")
        }
        _ => base_url.to_owned(),
    }
}

impl SetupInquiry for Inquiry<'_> {
    fn ask(&self) -> Option<Result<Request<Bytes>, RequestError>> {
        let service = self.untried.last().map(|service| escaped(&service.sid));
        let of_number = self.number.as_ref().map(|number| escaped(&number.sid));
        let messaging = messaging(&self.base_url);
        let (base, path) = match self.next? {
            Question::Number => {
                let account = escaped(&self.credentials.account_sid);
                let number = escaped(self.wanted.number.as_str());
                let path = format!(
                    "/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json?PhoneNumber={number}&PageSize=20"
                );
                (self.base_url.clone(), path)
            }
            Question::Service => {
                let named = self.credentials.messaging_service_sid.as_deref();
                (messaging, format!("/v1/Services/{}", escaped(named?)))
            }
            Question::Services => (messaging, format!("/v1/Services?PageSize={MOST_SERVICES}")),
            Question::Membership => (
                messaging,
                format!("/v1/Services/{}/PhoneNumbers/{}", service?, of_number?),
            ),
            Question::Campaigns => {
                let Within::Service(service) = &self.within else {
                    return None;
                };
                let service = escaped(&service.sid);
                (
                    messaging,
                    format!("/v1/Services/{service}/Compliance/Usa2p?PageSize=20"),
                )
            }
        };
        Some(request(
            Method::GET,
            &base,
            &path,
            &authorization(self.credentials),
            None,
        ))
    }

    fn hear(&mut self, answer: Answered<'_>) {
        let Some(question) = self.next.take() else {
            return;
        };
        self.next = match question {
            Question::Number => self.hear_number(read(answer)),
            Question::Service => self.hear_service(read(answer)),
            Question::Services => self.hear_services(read(answer)),
            Question::Membership => self.hear_membership(read::<serde_json::Value>(answer).map(|_| ())),
            Question::Campaigns => {
                match read(answer) {
                    Ok(campaigns) => self.campaigns = Some(campaigns),
                    Err(why) => self.unread("the campaigns of the Messaging Service", why),
                }
                None
            }
        };
    }

    fn findings(&self) -> Vec<SetupFinding> {
        let mut findings = self.met.clone();
        if let Some(number) = &self.number {
            findings.extend(judge::judge(
                &self.wanted,
                number,
                &self.within,
                self.campaigns.as_ref(),
            ));
        }
        findings
    }
}

impl Inquiry<'_> {
    fn unread(&mut self, what: &str, why: NoAnswer) {
        self.met.push(SetupFinding::unread(TWILIO, what, why));
    }

    fn hear_number(&mut self, answer: Result<Numbers, NoAnswer>) -> Option<Question> {
        let wanted = self.wanted.number.as_str();
        let listed = answer.map(|numbers| numbers.incoming_phone_numbers);
        // An account that is not there is one whose credentials open nothing.
        let refuses = |why| matches!(why, NoAnswer::Refused(_) | NoAnswer::NotFound);
        match own_number(TWILIO, listed, |number| number.phone_number == wanted, refuses) {
            Ok(number) => {
                self.number = Some(number);
                Some(match self.credentials.messaging_service_sid {
                    Some(_) => Question::Service,
                    None => Question::Services,
                })
            }
            Err(finding) => {
                self.met.push(finding);
                None
            }
        }
    }

    fn hear_service(&mut self, answer: Result<Service, NoAnswer>) -> Option<Question> {
        match answer {
            Ok(service) => {
                self.untried = vec![service];
                Some(Question::Membership)
            }
            Err(NoAnswer::NotFound) => {
                self.met.push(SetupFinding::new(
                    ("service_not_found", Weight::Blocks),
                    "The Messaging Service that the stored credentials name is not in the account",
                    "Store its SID (MG…) with `memberline secrets set ORGANISATION twilio`, or none",
                ));
                None
            }
            Err(why) => {
                self.unread("how the Messaging Service is set up", why);
                None
            }
        }
    }

    fn hear_services(&mut self, answer: Result<Services, NoAnswer>) -> Option<Question> {
        match answer {
            Ok(services) => {
                self.more = services.goes_on() || services.services.len() > MOST_SERVICES;
                self.untried = services.services.into_iter().take(MOST_SERVICES).collect();
                self.untried.reverse();
                self.next_service()
            }
            Err(why) => {
                self.unread("which Messaging Services there are", why);
                None
            }
        }
    }

    /// The next service to look into; the number is in none when all were.
    fn next_service(&mut self) -> Option<Question> {
        if !self.untried.is_empty() {
            return Some(Question::Membership);
        }
        if self.more {
            self.met.push(SetupFinding::new(
                ("services_not_read", Weight::Unread),
                format!("The account has more than {MOST_SERVICES} Messaging Services, and the first do not hold the number"),
                "Name the number's own as `messaging_service_sid` with `memberline secrets set ORGANISATION twilio`",
            ));
        } else {
            self.within = Within::None;
        }
        None
    }

    fn hear_membership(&mut self, answer: Result<(), NoAnswer>) -> Option<Question> {
        let service = self.untried.pop()?;
        match answer {
            Ok(()) => {
                self.within = Within::Service(service);
                needs_campaign(self.wanted.number).then_some(Question::Campaigns)
            }
            Err(NoAnswer::NotFound) if self.credentials.messaging_service_sid.is_some() => {
                self.within = Within::None;
                self.met.push(SetupFinding::new(
                    ("number_not_in_service", Weight::Blocks),
                    "The number is not in the sender pool of the Messaging Service that texts are sent by",
                    "Add it: Twilio console → Messaging → Services → the service → Sender Pool",
                ));
                None
            }
            Err(NoAnswer::NotFound) => self.next_service(),
            Err(why) => {
                self.unread("whether the Messaging Service holds the number", why);
                None
            }
        }
    }
}
