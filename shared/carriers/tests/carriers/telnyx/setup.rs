//! A number at Telnyx.

use memberline_carriers::{Credentials, Weight};
use memberline_domain::directory::KeywordAnswers::{self, Carrier, CarrierTells, Product};
use serde_json::{Value, json};

use crate::samples::*;
use crate::setup::{LOCAL, codes, inquire};
use Weight::{Blocks, Mend, Unread};

const URL: &str = "https://texts.lakeside.example/webhooks/telnyx";
const PROFILE: &str = "40017a1e-0000-4000-a000-000000000001";

/// What the account holds.
struct Account {
    number: Value,
    features: Value,
    profile: Value,
    answers: Value,
    /// Status and body.
    campaign: (u16, Value),
    stored_profile: Option<&'static str>,
    keywords: KeywordAnswers,
}

impl Account {
    fn right() -> Self {
        let ways = json!({ "domestic_two_way": true, "international_inbound": false, "international_outbound": false });
        Self {
            number: json!({ "id": "1293384261075731499", "phone_number": LOCAL, "status": "active", "messaging_profile_id": PROFILE }),
            features: json!({ "sms": ways, "mms": ways }),
            profile: json!({
                "id": PROFILE, "enabled": true, "webhook_url": URL, "webhook_failover_url": "", "webhook_api_version": "2",
                "whitelisted_destinations": ["US"],
            }),
            answers: json!([]),
            campaign: (
                200,
                json!({ "phoneNumber": LOCAL, "campaignId": "C1", "assignmentStatus": "ASSIGNED" }),
            ),
            stored_profile: Some(PROFILE),
            keywords: Carrier,
        }
    }

    fn found(&self) -> (Vec<String>, Vec<(&'static str, Weight)>) {
        let mut credentials = telnyx_credentials();
        credentials.messaging_profile_id = self.stored_profile.map(str::to_owned);
        let script = |uri: &str| {
            if uri.contains("/10dlc/") {
                self.campaign.clone()
            } else if uri.contains("/autoresp_configs") {
                (200, json!({ "data": self.answers }))
            } else if uri.contains("/messaging_profiles/") {
                (200, json!({ "data": self.profile }))
            } else if uri.ends_with("/messaging") {
                (200, json!({ "data": { "features": self.features } }))
            } else {
                (
                    200,
                    json!({ "data": [{ "id": "1", "phone_number": "+1" }, self.number], "meta": {} }),
                )
            }
        };
        let credentials = Credentials::Telnyx(credentials);
        let (asked, found) = inquire(
            &credentials,
            (LOCAL, self.keywords),
            "https://api.telnyx.com",
            &script,
        );
        (asked, codes(&found))
    }

    fn with(change: impl FnOnce(&mut Self)) -> Vec<(&'static str, Weight)> {
        let mut account = Self::right();
        change(&mut account);
        account.found().1
    }
}

#[test]
fn a_number_that_is_set_up_right_is_fine_and_asked_for_in_five_requests() {
    let (asked, found) = Account::right().found();
    assert_eq!(found, []);
    let api = "https://api.telnyx.com/v2";
    let profile = PROFILE.replace('-', "%2D");
    assert_eq!(
        asked,
        [
            format!("{api}/phone_numbers?filter%5Bphone_number%5D=%2B12185550142&page%5Bsize%5D=20"),
            format!("{api}/phone_numbers/1293384261075731499/messaging"),
            format!("{api}/messaging_profiles/{profile}"),
            format!("{api}/messaging_profiles/{profile}/autoresp_configs?page%5Bsize%5D=100"),
            format!("{api}/10dlc/phone_number_campaigns/%2B12185550142"),
        ]
    );
}

#[test]
fn wrong_setups_are_each_named() {
    type Case = (&'static str, fn(&mut Account), &'static [(&'static str, Weight)]);
    let cases: [Case; 20] = [
        (
            "no number",
            |a| a.number["phone_number"] = json!("+12185550143"),
            &[("number_not_found", Blocks)],
        ),
        (
            "inactive",
            |a| a.number["status"] = json!("port-pending"),
            &[("number_not_active", Blocks)],
        ),
        (
            "no profile",
            |a| a.number["messaging_profile_id"] = json!(null),
            &[("no_profile", Blocks)],
        ),
        (
            "empty profile",
            |a| a.number["messaging_profile_id"] = json!(""),
            &[("no_profile", Blocks)],
        ),
        (
            "other profile",
            |a| a.stored_profile = Some("x"),
            &[("other_profile", Blocks)],
        ),
        ("none stored", |a| a.stored_profile = None, &[]),
        (
            "disabled",
            |a| a.profile["enabled"] = json!(false),
            &[("profile_disabled", Blocks)],
        ),
        (
            "elsewhere",
            |a| a.profile["webhook_url"] = json!("https://old.example"),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "no webhook",
            |a| a.profile["webhook_url"] = json!(null),
            &[("webhook_missing", Blocks)],
        ),
        (
            "version 1",
            |a| a.profile["webhook_api_version"] = json!("1"),
            &[("webhook_version", Blocks)],
        ),
        (
            "destinations",
            |a| a.profile["whitelisted_destinations"] = json!(["CA"]),
            &[("destination_not_allowed", Blocks)],
        ),
        (
            "all of them",
            |a| a.profile["whitelisted_destinations"] = json!(["*"]),
            &[],
        ),
        (
            "no sms",
            |a| a.features["sms"] = json!(null),
            &[("no_sms", Blocks)],
        ),
        (
            "one way",
            |a| a.features["sms"]["domestic_two_way"] = json!(false),
            &[("no_sms", Blocks)],
        ),
        ("no mms", |a| a.features["mms"] = json!(null), &[("no_mms", Mend)]),
        (
            "no campaign",
            |a| a.campaign = (404, json!({})),
            &[("campaign_missing", Blocks)],
        ),
        (
            "pending",
            |a| a.campaign.1["assignmentStatus"] = json!("PENDING_ASSIGNMENT"),
            &[("campaign_pending", Blocks)],
        ),
        (
            "failed",
            |a| a.campaign.1["assignmentStatus"] = json!("FAILED_ASSIGNMENT"),
            &[("campaign_failed", Blocks)],
        ),
        (
            "another's",
            |a| a.campaign.1["phoneNumber"] = json!("+1"),
            &[("carrier_not_read", Unread)],
        ),
        (
            "odd profile",
            |a| a.profile = json!(7),
            &[("carrier_not_read", Unread)],
        ),
    ];
    for (name, change, wanted) in cases {
        assert_eq!(Account::with(change), wanted, "{name}");
    }
}

#[test]
fn who_answers_keywords_is_compared_with_the_directory() {
    let all = json!([{ "op": "stop", "country_code": "US" }, { "op": "start", "country_code": "*" }, { "op": "info" }]);
    let some = json!([{ "op": "stop", "country_code": "US" }, { "op": "info", "country_code": "CA" }]);
    let differ = &[("keywords_differ", Mend)][..];
    for (keywords, answers, wanted) in [
        (Carrier, json!([]), &[][..]),
        (Carrier, all.clone(), &[]),
        (CarrierTells, all.clone(), &[]),
        (CarrierTells, some, differ),
        (CarrierTells, json!([]), differ),
        (Product, json!([]), &[]),
        (Product, all, differ),
    ] {
        let found = Account::with(|account| {
            account.keywords = keywords;
            account.answers = answers.clone();
        });
        assert_eq!(found, wanted, "{keywords:?} {answers}");
    }
}
