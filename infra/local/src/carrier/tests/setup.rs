//! How numbers are set up, asked for as the product asks the real carriers.

use memberline_carriers::{SetupFinding, WantedSetup, Weight};
use memberline_domain::directory::KeywordAnswers;

use super::*;
use crate::carrier::setup::{Campaign, Setup};

const NUMBERS: [(Kind, &str); 2] = [(Kind::Twilio, "+15550100001"), (Kind::Telnyx, "+15550100002")];

impl Stage {
    /// What a carrier's own API tells of a number.
    async fn asked(&self, (kind, number): (Kind, &str), keywords: KeywordAnswers) -> Vec<SetupFinding> {
        let (credentials, _, base) = self.account(kind);
        let number = PhoneNumber::parse(number).unwrap();
        let webhook_url = format!("{}/webhooks/{kind}", self.institution);
        let wanted = WantedSetup {
            number: &number,
            webhook_url: &webhook_url,
            keywords,
            pictures: true,
        };
        let mut inquiry = credentials.inquire(wanted, &base);
        while let Some(request) = inquiry.ask() {
            let (status, body) = Self::call(request.unwrap()).await;
            inquiry.hear(Some((status, &body)));
        }
        inquiry.findings()
    }

    /// The codes of what is not fine.
    async fn wrong(&self, of: (Kind, &str)) -> Vec<&'static str> {
        let found = self.asked(of, KeywordAnswers::Carrier).await;
        let wrong = found.iter().filter(|finding| finding.weight != Weight::Fine);
        wrong.map(|finding| finding.code).collect()
    }
}

#[tokio::test]
async fn numbers_are_set_up_as_the_guide_has_it_unless_told_otherwise() {
    let stage = Stage::new().await;
    for of in NUMBERS {
        let found = stage.asked(of, KeywordAnswers::Carrier).await;
        assert!(
            found.iter().all(|finding| finding.weight == Weight::Fine),
            "{found:?}"
        );
        assert!(
            found.iter().any(|finding| finding.code == "webhook_right"),
            "{found:?}"
        );
        let set = |setup: Setup| stage.carrier.set_up(of.1, setup);
        set(Setup {
            owned: false,
            ..Setup::default()
        });
        assert_eq!(stage.wrong(of).await, ["number_not_found"]);
        set(Setup {
            campaign: Campaign::None,
            ..Setup::default()
        });
        assert_eq!(stage.wrong(of).await, ["campaign_missing"]);
        set(Setup {
            webhook: Some("https://old.example".to_owned()),
            ..Setup::default()
        });
        assert_eq!(stage.wrong(of).await, ["webhook_elsewhere"]);
        set(Setup::default());
        assert_eq!(stage.wrong(of).await, Vec::<&str>::new());
    }
}

#[tokio::test]
async fn answers_to_keywords_follow_the_behaviour() {
    let stage = Stage::new().await;
    let found = stage.asked(NUMBERS[1], KeywordAnswers::CarrierTells).await;
    assert!(
        found.iter().any(|finding| finding.code == "keywords_differ"),
        "{found:?}"
    );
    stage.carrier.behave(Behaviour {
        opt_out: OptOut::CarrierTells,
        ..Behaviour::default()
    });
    let found = stage.asked(NUMBERS[1], KeywordAnswers::CarrierTells).await;
    assert!(
        found.iter().any(|finding| finding.code == "keywords_agree"),
        "{found:?}"
    );
}
