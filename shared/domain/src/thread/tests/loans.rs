//! The loans that consent is about, and consent that was given elsewhere.

use super::story::*;
use crate::actor::Actor;
use crate::consent::{About, Category, Channel, Colour, ConsentRecord, ConsentSource, Scope};
use crate::id::{ApplicationId, PartnerId};

pub fn application(id: &str, partner: Option<&str>) -> About {
    About {
        application: ApplicationId::parse(id).unwrap(),
        partner: partner.map(|p| PartnerId::parse(p).unwrap()),
    }
}

pub fn loan() -> About {
    application("0000000000000001", None)
}

pub fn other_loan() -> About {
    application("0000000000000002", None)
}

pub fn brokers(id: &str) -> About {
    application(id, Some("acme"))
}

pub fn by_maria() -> Actor {
    Actor::Agent { agent: maria().id }
}

pub fn given(category: Category, scope: Scope, granted: bool, seconds: i64) -> ConsentRecord {
    ConsentRecord {
        category,
        scope,
        granted,
        at: Some(at(seconds)),
        wording: Some("You agree to texts.".to_owned()),
        source: ConsentSource::Agent {
            agent: maria().id,
            channel: Channel::Paper,
        },
    }
}

pub fn colours(story: &Story, about: &About) -> [Colour; 3] {
    Category::ALL.map(|category| story.subscriber.colour(category, about))
}
