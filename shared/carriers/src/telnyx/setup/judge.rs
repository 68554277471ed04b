//! What of a number's setup at Telnyx is not as it should be.

use std::collections::BTreeSet;

use memberline_domain::directory::KeywordAnswers;

use super::resource::{Answers, Directions, Known, OwnNumber, Profile};
use crate::setup::{SetupFinding, WantedSetup, Weight, judge_address, judge_campaign};
use crate::telnyx::TelnyxCredentials;

const PROFILE: &str = "Telnyx portal → Messaging → the profile → Inbound → Send a webhook to this URL";
const CAMPAIGN: &str = "Telnyx portal → Messaging → Compliance → Campaigns";

/// What a profile can answer.
const OPERATIONS: [&str; 3] = ["info", "start", "stop"];

pub(super) fn judge(
    wanted: &WantedSetup<'_>,
    credentials: &TelnyxCredentials,
    known: &Known,
) -> Vec<SetupFinding> {
    let Some(number) = &known.number else {
        return Vec::new();
    };
    let mut found = of_number(number, credentials);
    if let Some(features) = &known.features {
        let carried = &features.features;
        if !Directions::both_ways(carried.sms.as_ref()) {
            found.push(SetupFinding::new(
                ("no_sms", Weight::Blocks),
                "The number does not text both ways",
                "Buy a number with two-way SMS, and write it into the directory",
            ));
        }
        if wanted.pictures && !Directions::both_ways(carried.mms.as_ref()) {
            found.push(SetupFinding::new(
                ("no_mms", Weight::Mend),
                "The number carries no pictures, which the organisation takes (`documents.mms`)",
                "Have Telnyx enable MMS for the number, or switch `documents.mms` off in the directory",
            ));
        }
    }
    if let Some(profile) = &known.profile {
        found.extend(of_profile(profile, wanted));
    }
    if let Some(answers) = &known.answers {
        found.push(keywords(wanted.keywords, answers));
    }
    found.extend(judge_campaign(wanted.number, known.campaign, CAMPAIGN));
    found
}

fn of_number(number: &OwnNumber, credentials: &TelnyxCredentials) -> Vec<SetupFinding> {
    let mut found = Vec::new();
    if number.status.as_deref().is_some_and(|status| status != "active") {
        found.push(SetupFinding::new(
            ("number_not_active", Weight::Blocks),
            "Telnyx does not list the number as active",
            "Finish the order, the port or the documents that it waits for: Telnyx portal → Numbers → My Numbers",
        ));
    }
    let stored = credentials.messaging_profile_id.as_deref();
    match number.profile() {
        None => found.push(SetupFinding::new(
            ("no_profile", Weight::Blocks),
            "The number has no messaging profile, so that it neither takes nor sends texts",
            "Choose one: Telnyx portal → Numbers → My Numbers → the number → Messaging profile",
        )),
        Some(profile) if stored.is_some_and(|stored| stored != profile) => found.push(SetupFinding::new(
            ("other_profile", Weight::Blocks),
            "The number is in another messaging profile than the one that texts are sent by",
            "Move the number, or store its profile's id with `memberline secrets set ORGANISATION telnyx`",
        )),
        Some(_) => {}
    }
    found
}

fn of_profile(profile: &Profile, wanted: &WantedSetup<'_>) -> Vec<SetupFinding> {
    let mut found = Vec::new();
    if profile.enabled == Some(false) {
        found.push(SetupFinding::new(
            ("profile_disabled", Weight::Blocks),
            "The number's messaging profile is switched off",
            "Switch it on: Telnyx portal → Messaging → the profile",
        ));
    }
    if let Some(wrong) = judge_address(profile.webhook_url.as_deref(), wanted.webhook_url, PROFILE) {
        found.push(wrong);
    } else if profile
        .webhook_api_version
        .as_deref()
        .is_some_and(|version| version != "2")
    {
        found.push(SetupFinding::new(
            ("webhook_version", Weight::Blocks),
            "The messaging profile posts webhooks of another API version than 2, which carry no signature that is known here",
            "Choose API v2 as the webhook's version: Telnyx portal → Messaging → the profile → Inbound",
        ));
    } else {
        found.push(SetupFinding::fine(
            "webhook_right",
            "Telnyx posts texts to the deployment",
        ));
    }
    let is_home = |country: &String| country == "US" || country == "*";
    let destinations = profile.whitelisted_destinations.as_ref();
    if wanted.number.as_str().starts_with("+1") && destinations.is_some_and(|all| !all.iter().any(is_home)) {
        found.push(SetupFinding::new(
            ("destination_not_allowed", Weight::Blocks),
            "The messaging profile may not text numbers in the United States",
            "Allow US as a destination: Telnyx portal → Messaging → the profile → Outbound → Allowed destinations",
        ));
    }
    found
}

/// Who answers STOP, START and HELP. What Telnyx answers in words of the profile is listed; its own handling of STOP is not.
fn keywords(wanted: KeywordAnswers, answers: &Answers) -> SetupFinding {
    let at_home = |country: Option<&str>| country.is_none_or(|country| country == "US" || country == "*");
    let answered: BTreeSet<&str> = answers
        .data
        .iter()
        .filter(|answer| at_home(answer.country_code.as_deref()))
        .map(|answer| answer.op.as_str())
        .filter(|op| OPERATIONS.contains(op))
        .collect();
    let missing: Vec<&str> = OPERATIONS
        .into_iter()
        .filter(|op| !answered.contains(op))
        .collect();
    match wanted {
        KeywordAnswers::CarrierTells if !missing.is_empty() => SetupFinding::new(
            ("keywords_differ", Weight::Mend),
            format!(
                "The directory says `keywords: carrier_tells`, and the messaging profile has no answer of its own for {}",
                missing.join(", ")
            ),
            "Write the answers (`autoresp_configs` of the profile), or write `keywords: carrier` into the directory",
        ),
        KeywordAnswers::Product if !answered.is_empty() => SetupFinding::new(
            ("keywords_differ", Weight::Mend),
            "The directory says `keywords: product`, and the messaging profile answers keywords too: members are answered twice",
            "Write `keywords: carrier_tells` into the directory, or remove the profile's answers",
        ),
        KeywordAnswers::CarrierTells => SetupFinding::fine(
            "keywords_agree",
            "The messaging profile answers STOP, START and HELP, as the directory says",
        ),
        KeywordAnswers::Carrier | KeywordAnswers::Product => SetupFinding::fine(
            "keywords_not_told",
            "Telnyx's API does not tell whether its own handling of STOP is on: text STOP, START and HELP once from a phone, \
             and see that each is answered once",
        ),
    }
}
