//! When Lakeside's automation texts.

use anyhow::Result;
use memberline_domain::consent::Category;
use memberline_domain::directory::{Trigger, TriggerKind};
use memberline_domain::journey::Journey;
use memberline_domain::{PhoneNumber, TriggerId};

use super::lakeside::NUMBERS;

const DAY: u32 = 24 * 60;

/// A first text, and two ways back for who stalled.
pub fn triggers() -> Result<Vec<Trigger>> {
    let [lending, member_services] = [NUMBERS[0].number, NUMBERS[1].number].map(PhoneNumber::parse);
    let (lending, member_services) = (lending?, member_services?);
    let triggers = [
        Trigger {
            id: TriggerId::parse("first-text")?,
            name: "First text".to_owned(),
            kind: TriggerKind::Created,
            journey: Some(Journey::LoanApplication),
            stages: Vec::new(),
            delay_minutes: 0,
            template: "Hi {first_name|there}, {brand} has your application. Questions? Just text us here. \
                       Msg & data rates may apply. Reply STOP to end."
                .to_owned(),
            category: Category::Service,
            max_nudges: 1,
            spacing_minutes: DAY,
            holdout_percent: 0,
            number: lending.clone(),
            enabled: true,
        },
        Trigger {
            id: TriggerId::parse("documents")?,
            name: "Documents outstanding".to_owned(),
            kind: TriggerKind::Stalled,
            journey: Some(Journey::LoanApplication),
            stages: vec!["Documents".to_owned()],
            delay_minutes: 2 * DAY,
            template: "Hi {first_name|there}, your {brand} application only needs your documents. Text us a picture of \
                       your pay stub, or ask us anything. Reply STOP to end."
                .to_owned(),
            category: Category::Automation,
            max_nudges: 3,
            spacing_minutes: 3 * DAY,
            holdout_percent: 0,
            number: lending,
            enabled: true,
        },
        Trigger {
            id: TriggerId::parse("funding")?,
            name: "Membership not funded".to_owned(),
            kind: TriggerKind::Stalled,
            journey: Some(Journey::NewMembership),
            stages: vec!["Funding".to_owned()],
            delay_minutes: DAY,
            template: "{first_name|Hello}, one step left: your first deposit opens your {brand} membership. \
                       {help_contact} Reply STOP to end."
                .to_owned(),
            category: Category::Automation,
            max_nudges: 2,
            spacing_minutes: 4 * DAY,
            holdout_percent: 20,
            number: member_services,
            enabled: true,
        },
    ];
    Ok(triggers.into())
}
