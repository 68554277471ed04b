//! What of a number's setup at Twilio is not as it should be.

use memberline_domain::directory::KeywordAnswers;

use super::resource::{Campaigns, OneCampaign, OwnNumber, Within};
use crate::setup::{Campaign, SetupFinding, WantedSetup, Weight, judge_address, judge_campaign};
use crate::twilio::send::RETRIES;

const SERVICE: &str = "Twilio console → Messaging → Services → the service → Integration";
const NUMBER: &str = "Twilio console → Phone Numbers → the number → Messaging → A message comes in";
const CAMPAIGN: &str = "Twilio console → Messaging → Regulatory Compliance → A2P 10DLC";

pub(super) fn judge(
    wanted: &WantedSetup<'_>,
    number: &OwnNumber,
    within: &Within,
    campaigns: Option<&Campaigns>,
) -> Vec<SetupFinding> {
    let mut found = capabilities(wanted, number);
    // Whose address counts is not known, so that neither is judged.
    if *within != Within::Unknown {
        found.extend(webhook(wanted, number, within));
    }
    let campaign = match within {
        Within::Unknown => None,
        Within::None => Some(Campaign::None),
        Within::Service(_) => campaigns.map(best),
    };
    found.extend(judge_campaign(wanted.number, campaign, CAMPAIGN));
    found.push(keywords(wanted.keywords, within));
    found
}

fn capabilities(wanted: &WantedSetup<'_>, number: &OwnNumber) -> Vec<SetupFinding> {
    let Some(can) = number.capabilities else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if can.sms == Some(false) {
        found.push(SetupFinding::new(
            ("no_sms", Weight::Blocks),
            "The number cannot text at all",
            "Buy a number with the capability SMS, and write it into the directory",
        ));
    }
    if wanted.pictures && can.mms == Some(false) {
        found.push(SetupFinding::new(
            ("no_mms", Weight::Mend),
            "The number carries no pictures, which the organisation takes (`documents.mms`)",
            "Buy a number with the capability MMS, or switch `documents.mms` off in the directory",
        ));
    }
    found
}

fn webhook(wanted: &WantedSetup<'_>, number: &OwnNumber, within: &Within) -> Vec<SetupFinding> {
    let address = format!("{}{RETRIES}", wanted.webhook_url);
    let (url, method, place) = match within {
        Within::Service(service) if service.use_inbound_webhook_on_number != Some(true) => {
            (&service.inbound_request_url, &service.inbound_method, SERVICE)
        }
        _ if number
            .sms_application_sid
            .as_deref()
            .is_some_and(|sid| !sid.is_empty()) =>
        {
            return vec![SetupFinding::new(
                ("webhook_elsewhere", Weight::Blocks),
                "A TwiML application takes the number's texts",
                format!("Have the number use a webhook, and set it to {address}: {NUMBER}"),
            )];
        }
        _ => (&number.sms_url, &number.sms_method, NUMBER),
    };
    if let Some(wrong) = judge_address(url.as_deref(), &address, place) {
        return vec![wrong];
    }
    let mut found = Vec::new();
    if method
        .as_deref()
        .is_some_and(|method| !method.eq_ignore_ascii_case("post"))
    {
        found.push(SetupFinding::new(
            ("webhook_method", Weight::Blocks),
            "Twilio asks for texts to be taken with another method than POST",
            format!("Choose HTTP POST: {place}"),
        ));
    }
    if !repeats(url.as_deref().unwrap_or_default()) {
        found.push(SetupFinding::new(
            ("webhook_not_repeated", Weight::Mend),
            "Twilio does not repeat a webhook that was answered with an error: a text that meets an outage is lost",
            format!("Set the address to {address}: {place}"),
        ));
    }
    if found.is_empty() {
        found.push(SetupFinding::fine(
            "webhook_right",
            "Twilio posts texts to the deployment",
        ));
    }
    found
}

/// Whether an address has Twilio repeat what was answered with an error or not in time.
/// Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
fn repeats(address: &str) -> bool {
    let fragment = address.split_once('#').map_or("", |(_, fragment)| fragment);
    let value = |name: &str| {
        let mut all = form_urlencoded::parse(fragment.as_bytes());
        all.find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let often = value("rc").map_or(1, |count| count.parse().unwrap_or(0));
    let after = value("rp").unwrap_or_default();
    let has = |policy: &str| after.split(',').any(|one| one == policy || one == "all");
    often > 0 && has("5xx") && has("rt")
}

/// The campaign that has come furthest.
fn best(campaigns: &Campaigns) -> Campaign {
    let status = |campaign: &OneCampaign| match campaign.campaign_status.as_deref().unwrap_or_default() {
        "VERIFIED" => Campaign::Registered,
        "FAILED" | "SUSPENDED" | "EXPIRED" => Campaign::Failed,
        _ => Campaign::Pending,
    };
    let all: Vec<Campaign> = campaigns.compliance.iter().map(status).collect();
    [Campaign::Registered, Campaign::Pending, Campaign::Failed]
        .into_iter()
        .find(|status| all.contains(status))
        .unwrap_or(Campaign::None)
}

/// Who answers STOP, START and HELP. Twilio's API does not tell how its own handling is set; it tells where it can be.
fn keywords(wanted: KeywordAnswers, within: &Within) -> SetupFinding {
    match wanted {
        KeywordAnswers::CarrierTells if *within == Within::None => SetupFinding::new(
            ("keywords_differ", Weight::Mend),
            "The directory says `keywords: carrier_tells`, which takes Advanced Opt-Out, and that is of a Messaging Service: \
             the number is in none",
            "Put the number into a Messaging Service with Advanced Opt-Out, or write `keywords: carrier` into the directory",
        ),
        _ => SetupFinding::fine(
            "keywords_not_told",
            format!(
                "Twilio's API does not tell who answers STOP, START and HELP, which the directory says is {}: text them once \
                 from a phone, and see that each is answered once",
                match wanted {
                    KeywordAnswers::Carrier => "Twilio",
                    KeywordAnswers::CarrierTells => "Twilio with Advanced Opt-Out",
                    KeywordAnswers::Product => "Memberline",
                }
            ),
        ),
    }
}
