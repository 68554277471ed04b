//! What automation does by itself: the triggers, and the question for consent.

use crate::consent::Category;
use crate::directory::{CONSENT_REQUEST, Directory, MAX_MINUTES, NumberOwner, Trigger, TriggerKind};
use crate::id::TriggerId;
use crate::phone::PhoneNumber;

/// What that one is called.
const CONSENT_REQUEST_NAME: &str = "Consent request";

impl Directory {
    /// A trigger's record.
    pub fn trigger(&self, id: &TriggerId) -> Option<&Trigger> {
        self.triggers.iter().find(|trigger| trigger.id == *id)
    }

    /// What a trigger is or was called, one that was deleted too.
    pub fn trigger_name(&self, id: &TriggerId) -> Option<&str> {
        if id.as_str() == CONSENT_REQUEST {
            return Some(CONSENT_REQUEST_NAME);
        }
        let all = self.triggers.iter().chain(&self.deleted_triggers);
        let mut known = all.filter(|trigger| trigger.id == *id);
        known.next().map(|trigger| trigger.name.as_str())
    }

    /// Everything that automation does by itself: the triggers, and the question for consent if the organisation has it
    /// asked.
    pub fn automations(&self) -> Vec<Trigger> {
        let mut automations = self.triggers.clone();
        automations.extend(self.consent_request());
        automations
    }

    /// The trigger of this id, or the one that asks for consent.
    pub fn automation(&self, id: &TriggerId) -> Option<Trigger> {
        self.trigger(id)
            .cloned()
            .or_else(|| self.consent_request().filter(|request| request.id == *id))
    }

    fn consent_request(&self) -> Option<Trigger> {
        let settings = &self.organisation.automation;
        if !settings.request_consent {
            return None;
        }
        Some(Trigger {
            id: TriggerId::parse(CONSENT_REQUEST).ok()?,
            name: CONSENT_REQUEST_NAME.to_owned(),
            kind: TriggerKind::Created,
            journey: None,
            stages: Vec::new(),
            delay_minutes: 0,
            template: String::new(),
            category: Category::Automation,
            max_nudges: 1,
            spacing_minutes: MAX_MINUTES,
            holdout_percent: 0,
            number: settings.number.clone().or_else(|| self.dedicated_number())?,
            enabled: true,
        })
    }

    /// The organisation's dedicated number (EL-15): its own before that of a campaign, never an agent's; the first of several.
    fn dedicated_number(&self) -> Option<PhoneNumber> {
        let rank = |owner: &NumberOwner| match owner {
            NumberOwner::Organisation => Some(0),
            NumberOwner::Campaign { .. } => Some(1),
            NumberOwner::User { .. } => None,
        };
        let numbers = self.numbers.iter();
        numbers
            .filter_map(|number| Some((rank(&number.owner)?, &number.number)))
            .min()
            .map(|(_, number)| number.clone())
    }
}
