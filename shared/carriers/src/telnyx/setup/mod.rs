//! How a number is set up at Telnyx.
//!
//! Source: <https://developers.telnyx.com/api-reference/phone-number-configurations/list-phone-numbers>,
//! <https://developers.telnyx.com/api-reference/profiles/retrieve-a-messaging-profile>,
//! <https://developers.telnyx.com/api-reference/opt-out-management/list-auto-response-settings>,
//! <https://developers.telnyx.com/api-reference/phone-number-campaigns/get-single-phone-number-campaign>.

mod judge;
mod resource;

use bytes::Bytes;
use http::{Method, Request};

use super::credentials::TelnyxCredentials;
use super::send::authorization;
use crate::request::{RequestError, escaped, request};
use crate::setup::{
    Answered, Campaign, NoAnswer, SetupFinding, SetupInquiry, WantedSetup, needs_campaign, own_number, read,
};
use resource::{Answers, Assignment, Data, Features, Known, OwnNumber, Profile};

/// The carrier's name as it writes it itself.
const TELNYX: &str = "Telnyx";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Number,
    Features,
    Profile,
    /// What the profile answers to keywords by itself.
    Answers,
    Campaign,
}

/// Questions about one number.
pub(super) struct Inquiry<'a> {
    credentials: &'a TelnyxCredentials,
    wanted: WantedSetup<'a>,
    base_url: String,
    next: Option<Question>,
    known: Known,
    met: Vec<SetupFinding>,
}

pub(super) fn inquire<'a>(
    credentials: &'a TelnyxCredentials,
    wanted: WantedSetup<'a>,
    base_url: &str,
) -> Inquiry<'a> {
    Inquiry {
        credentials,
        wanted,
        base_url: base_url.to_owned(),
        next: Some(Question::Number),
        known: Known::default(),
        met: Vec::new(),
    }
}

impl SetupInquiry for Inquiry<'_> {
    fn ask(&self) -> Option<Result<Request<Bytes>, RequestError>> {
        let number = self.known.number.as_ref();
        let own = escaped(self.wanted.number.as_str());
        let profile = || number?.profile().map(escaped);
        let path = match self.next? {
            Question::Number => format!("/v2/phone_numbers?filter%5Bphone_number%5D={own}&page%5Bsize%5D=20"),
            Question::Features => format!("/v2/phone_numbers/{}/messaging", escaped(&number?.id)),
            Question::Profile => format!("/v2/messaging_profiles/{}", profile()?),
            Question::Answers => format!(
                "/v2/messaging_profiles/{}/autoresp_configs?page%5Bsize%5D=100",
                profile()?
            ),
            Question::Campaign => format!("/v2/10dlc/phone_number_campaigns/{own}"),
        };
        Some(request(
            Method::GET,
            &self.base_url,
            &path,
            &authorization(self.credentials),
            None,
        ))
    }

    fn hear(&mut self, answer: Answered<'_>) {
        let Some(question) = self.next.take() else {
            return;
        };
        let has_profile = || {
            let number = self.known.number.as_ref();
            number.is_some_and(|number| number.profile().is_some())
        };
        self.next = match question {
            Question::Number => self.hear_number(read(answer)),
            Question::Features => {
                let next = if has_profile() {
                    Some(Question::Profile)
                } else {
                    self.campaign_next()
                };
                match read::<Data<Features>>(answer) {
                    Ok(features) => self.known.features = Some(features.data),
                    Err(why) => self.unread("what the number can carry", why),
                }
                next
            }
            Question::Profile => match read::<Data<Profile>>(answer) {
                Ok(profile) => {
                    self.known.profile = Some(profile.data);
                    Some(Question::Answers)
                }
                Err(why) => {
                    self.unread("how the messaging profile is set up", why);
                    self.campaign_next()
                }
            },
            Question::Answers => {
                match read::<Answers>(answer) {
                    Ok(answers) => self.known.answers = Some(answers),
                    Err(why) => self.unread("what the messaging profile answers by itself", why),
                }
                self.campaign_next()
            }
            Question::Campaign => {
                self.hear_campaign(read(answer));
                None
            }
        };
    }

    fn findings(&self) -> Vec<SetupFinding> {
        let mut findings = self.met.clone();
        findings.extend(judge::judge(&self.wanted, self.credentials, &self.known));
        findings
    }
}

impl Inquiry<'_> {
    fn unread(&mut self, what: &str, why: NoAnswer) {
        self.met.push(SetupFinding::unread(TELNYX, what, why));
    }

    fn campaign_next(&self) -> Option<Question> {
        needs_campaign(self.wanted.number).then_some(Question::Campaign)
    }

    fn hear_number(&mut self, answer: Result<Data<Vec<OwnNumber>>, NoAnswer>) -> Option<Question> {
        let wanted = self.wanted.number.as_str();
        let listed = answer.map(|numbers| numbers.data);
        let refuses = |why| matches!(why, NoAnswer::Refused(_));
        match own_number(TELNYX, listed, |number| number.phone_number == wanted, refuses) {
            Ok(number) => {
                self.known.number = Some(number);
                Some(Question::Features)
            }
            Err(finding) => {
                self.met.push(finding);
                None
            }
        }
    }

    fn hear_campaign(&mut self, answer: Result<Assignment, NoAnswer>) {
        match answer {
            Ok(assignment) if assignment.phone_number == self.wanted.number.as_str() => {
                self.known.campaign = Some(assignment.campaign());
            }
            Ok(_) => self.unread("which campaign holds the number", NoAnswer::Form),
            Err(NoAnswer::NotFound) => self.known.campaign = Some(Campaign::None),
            Err(why) => self.unread("which campaign holds the number", why),
        }
    }
}
