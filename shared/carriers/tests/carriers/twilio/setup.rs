//! A number at Twilio.

use memberline_carriers::{Credentials, Weight};
use memberline_domain::directory::KeywordAnswers::{self, Carrier, CarrierTells, Product};
use serde_json::{Value, json};

use crate::samples::*;
use crate::setup::{LOCAL, codes, inquire};
use Weight::{Blocks, Mend, Unread};

const URL: &str = "https://texts.lakeside.example/webhooks/twilio";
const PN: &str = "PN0123456789abcdef0123456789abcdef";
const MG: &str = "MG0123456789abcdef0123456789abcdef";
const OTHER: &str = "MG99999999999999999999999999999999";

/// What the account holds: the number, the service that it is in, and its campaigns.
struct Account {
    number: Value,
    services: Vec<Value>,
    holds: &'static str,
    campaigns: Value,
    named: bool,
    keywords: KeywordAnswers,
}

impl Account {
    /// One that is set up as it should be.
    fn right() -> Self {
        let number = json!({
            "sid": PN, "phone_number": LOCAL, "sms_url": "https://demo.twilio.com/welcome", "sms_method": "POST",
            "sms_application_sid": "", "capabilities": { "voice": true, "sms": true, "mms": true, "fax": false }, "status": "in-use",
        });
        let service = |sid: &str| {
            json!({
                "sid": sid, "inbound_request_url": format!("{URL}#rc=2&rp=all"), "inbound_method": "POST",
                "use_inbound_webhook_on_number": false, "us_app_to_person_registered": true,
            })
        };
        Self {
            number,
            services: vec![service(OTHER), service(MG)],
            holds: MG,
            campaigns: json!([{ "campaign_status": "VERIFIED" }]),
            named: true,
            keywords: Carrier,
        }
    }

    fn found(&self) -> (Vec<String>, Vec<(&'static str, Weight)>) {
        let mut credentials = twilio_credentials();
        credentials.messaging_service_sid = self.named.then(|| MG.to_owned());
        let missing = || (404, json!({ "code": 20404 }));
        let script = |uri: &str| {
            if uri.contains("/IncomingPhoneNumbers.json") {
                return (
                    200,
                    json!({ "incoming_phone_numbers": [{ "sid": "PNx", "phone_number": "+1" }, self.number] }),
                );
            }
            if uri.ends_with("/v1/Services?PageSize=20") {
                return (
                    200,
                    json!({ "services": self.services, "meta": { "next_page_url": null } }),
                );
            }
            let service = self
                .services
                .iter()
                .find(|s| uri.contains(s["sid"].as_str().unwrap_or_default()));
            let Some(service) = service else { return missing() };
            if uri.contains("/Compliance/Usa2p") {
                (200, json!({ "compliance": self.campaigns }))
            } else if uri.contains("/PhoneNumbers/") {
                if uri.contains(self.holds) {
                    (200, json!({ "sid": PN }))
                } else {
                    missing()
                }
            } else {
                (200, service.clone())
            }
        };
        let credentials = Credentials::Twilio(credentials);
        let (asked, found) = inquire(
            &credentials,
            (LOCAL, self.keywords),
            "https://api.twilio.com",
            &script,
        );
        (asked, codes(&found))
    }

    /// The codes of what is wrong with it once `change` was made.
    fn with(change: impl FnOnce(&mut Self)) -> Vec<(&'static str, Weight)> {
        let mut account = Self::right();
        change(&mut account);
        account.found().1
    }

    fn service(&mut self) -> &mut Value {
        &mut self.services[1]
    }
}

#[test]
fn a_number_that_is_set_up_right_is_fine_and_asked_for_in_four_requests() {
    let (asked, found) = Account::right().found();
    assert_eq!(found, []);
    let api = "https://api.twilio.com/2010-04-01/Accounts";
    let messaging = "https://messaging.twilio.com/v1/Services";
    assert_eq!(
        asked,
        [
            format!("{api}/{ACCOUNT}/IncomingPhoneNumbers.json?PhoneNumber=%2B12185550142&PageSize=20"),
            format!("{messaging}/{MG}"),
            format!("{messaging}/{MG}/PhoneNumbers/{PN}"),
            format!("{messaging}/{MG}/Compliance/Usa2p?PageSize=20"),
        ]
    );
}

#[test]
fn without_a_named_service_the_one_that_holds_the_number_is_found() {
    let mut account = Account::right();
    account.named = false;
    let (asked, found) = account.found();
    assert_eq!(found, []);
    assert!(asked[2].contains(OTHER) && asked[3].contains(MG), "{asked:?}");
}

type Case = (&'static str, fn(&mut Account), &'static [(&'static str, Weight)]);

fn each_is_named(cases: &[Case]) {
    for (name, change, wanted) in cases {
        assert_eq!(Account::with(change), *wanted, "{name}");
    }
}

#[test]
fn each_address_that_is_not_ours_is_named() {
    each_is_named(&[
        (
            "no number",
            |a| a.number["phone_number"] = json!("+12185550143"),
            &[("number_not_found", Blocks)],
        ),
        (
            "elsewhere",
            |a| a.service()["inbound_request_url"] = json!("https://old.example/sms"),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "none",
            |a| a.service()["inbound_request_url"] = json!(null),
            &[("webhook_missing", Blocks)],
        ),
        (
            "empty",
            |a| a.service()["inbound_request_url"] = json!(" "),
            &[("webhook_missing", Blocks)],
        ),
        (
            "http",
            |a| a.service()["inbound_request_url"] = json!(URL.replace("https", "http")),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "slash",
            |a| a.service()["inbound_request_url"] = json!(format!("{URL}/")),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "query",
            |a| a.service()["inbound_request_url"] = json!(format!("{URL}?a=b")),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "get",
            |a| a.service()["inbound_method"] = json!("GET"),
            &[("webhook_method", Blocks)],
        ),
        (
            "once",
            |a| a.service()["inbound_request_url"] = json!(URL),
            &[("webhook_not_repeated", Mend)],
        ),
        (
            "no times",
            |a| a.service()["inbound_request_url"] = json!(format!("{URL}#rc=0&rp=all")),
            &[("webhook_not_repeated", Mend)],
        ),
        (
            "more",
            |a| a.service()["inbound_request_url"] = json!(format!("{URL}#rp=5xx,rt,ct&rc=5")),
            &[],
        ),
    ]);
}

#[test]
fn each_number_that_is_not_ready_is_named() {
    each_is_named(&[
        (
            "number's",
            |a| a.service()["use_inbound_webhook_on_number"] = json!(true),
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "application",
            |a| {
                a.service()["use_inbound_webhook_on_number"] = json!(true);
                a.number["sms_application_sid"] = json!("AP0");
            },
            &[("webhook_elsewhere", Blocks)],
        ),
        (
            "in no service",
            |a| {
                a.named = false;
                a.holds = "none";
                a.number["sms_url"] = json!(format!("{URL}#rc=2&rp=all"));
            },
            &[("campaign_missing", Blocks)],
        ),
        (
            "not in it",
            |a| a.holds = OTHER,
            &[
                ("number_not_in_service", Blocks),
                ("webhook_elsewhere", Blocks),
                ("campaign_missing", Blocks),
            ],
        ),
        (
            "no such service",
            |a| a.services.truncate(1),
            &[("service_not_found", Blocks)],
        ),
        (
            "no sms",
            |a| a.number["capabilities"]["sms"] = json!(false),
            &[("no_sms", Blocks)],
        ),
        (
            "no mms",
            |a| a.number["capabilities"]["mms"] = json!(false),
            &[("no_mms", Mend)],
        ),
        (
            "pending",
            |a| a.campaigns = json!([{ "campaign_status": "IN_PROGRESS" }]),
            &[("campaign_pending", Blocks)],
        ),
        (
            "failed",
            |a| a.campaigns = json!([{ "campaign_status": "FAILED" }]),
            &[("campaign_failed", Blocks)],
        ),
        (
            "no campaign",
            |a| a.campaigns = json!([]),
            &[("campaign_missing", Blocks)],
        ),
        (
            "odd campaign",
            |a| a.campaigns = json!("?"),
            &[("carrier_not_read", Unread)],
        ),
    ]);
}

#[test]
fn advanced_opt_out_takes_a_service() {
    for (keywords, wanted) in [
        (Carrier, &[][..]),
        (Product, &[]),
        (CarrierTells, &[("keywords_differ", Mend)]),
    ] {
        let found = Account::with(|account| {
            account.keywords = keywords;
            account.named = false;
            account.services.clear();
            account.number["sms_url"] = json!(format!("{URL}#rc=2&rp=all"));
        });
        assert_eq!(found[..1], [("campaign_missing", Blocks)]);
        assert_eq!(found[1..], *wanted, "{keywords:?}");
    }
    assert_eq!(Account::with(|account| account.keywords = CarrierTells), []);
}

#[test]
fn an_address_is_shown_without_what_may_be_a_secret() {
    let mut account = Account::right();
    account.service()["inbound_request_url"] =
        json!("https://user:hunter2@old.example/sms?key=hunter2#hunter2");
    let credentials = Credentials::Twilio(twilio_credentials());
    let script = |uri: &str| {
        if uri.contains("/IncomingPhoneNumbers.json") {
            return (200, json!({ "incoming_phone_numbers": [account.number] }));
        }
        if uri.contains("/PhoneNumbers/") || uri.contains("Usa2p") {
            return (200, json!({ "compliance": [] }));
        }
        (200, json!({ "services": [account.services[1]] }))
    };
    let (_, found) = inquire(
        &credentials,
        (LOCAL, Carrier),
        "https://api.dublin.ie1.twilio.com",
        &script,
    );
    let elsewhere = found
        .iter()
        .find(|finding| finding.code == "webhook_elsewhere")
        .unwrap();
    assert_eq!(
        elsewhere.words,
        "The carrier posts texts to https://old.example/sms"
    );
    assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
}

#[test]
fn messaging_services_are_asked_of_twilio_alone() {
    let hosts = |base: &str| {
        let credentials = Credentials::Twilio(twilio_credentials());
        let number = json!({ "sid": PN, "phone_number": LOCAL });
        let script = |_: &str| (200, json!({ "incoming_phone_numbers": [number] }));
        let (asked, _) = inquire(&credentials, (LOCAL, Carrier), base, &script);
        asked[1].split("/v1").next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        hosts("https://api.dublin.ie1.twilio.com"),
        "https://messaging.dublin.ie1.twilio.com"
    );
    assert_eq!(
        hosts("https://api.twilio.com.evil.example"),
        "https://api.twilio.com.evil.example"
    );
    assert_eq!(
        hosts("http://localhost:3000/carrier/twilio/"),
        "http://localhost:3000/carrier/twilio"
    );
}

#[test]
fn toll_free_and_foreign_numbers_have_no_campaign() {
    for (number, wanted) in [
        ("+18885550142", &[("toll_free", Mend)][..]),
        ("+442079460123", &[]),
    ] {
        let resource = json!({ "sid": PN, "phone_number": number, "sms_url": format!("{URL}#rc=2&rp=all"), "sms_method": "POST" });
        let script = |uri: &str| {
            if uri.contains("/IncomingPhoneNumbers.json") {
                (200, json!({ "incoming_phone_numbers": [resource] }))
            } else {
                (200, json!({ "services": [] }))
            }
        };
        let credentials = Credentials::Twilio(twilio_credentials());
        let (_, found) = inquire(&credentials, (number, Carrier), "https://api.twilio.com", &script);
        assert_eq!(codes(&found), wanted, "{number}");
    }
}

#[test]
fn whose_address_counts_is_not_guessed_when_services_cannot_be_read() {
    let number = json!({ "sid": PN, "phone_number": LOCAL, "sms_url": "https://old.example" });
    let script = |uri: &str| {
        if uri.contains("/IncomingPhoneNumbers.json") {
            (200, json!({ "incoming_phone_numbers": [number] }))
        } else {
            (403, json!({}))
        }
    };
    let credentials = Credentials::Twilio(twilio_credentials());
    let (_, found) = inquire(&credentials, (LOCAL, Carrier), "https://api.twilio.com", &script);
    assert_eq!(codes(&found), [("carrier_not_read", Unread)]);
}
