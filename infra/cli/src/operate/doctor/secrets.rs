//! What an organisation shares with its carriers and its loan system.

use std::collections::{BTreeMap, BTreeSet};

use memberline_carriers::{Carrier, Credentials};
use memberline_store::Tenant;

use super::bounds::in_time;
use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;
use crate::operate::secrets::{Service, usable};

/// The credentials that an organisation has at its carriers.
pub type AtCarriers = BTreeMap<&'static str, Credentials>;

/// The service name of the loan system.
const LOS: &str = "los";

/// What is stored as shared with a service.
enum Stored {
    Nothing,
    /// Something that no request could be made with, or no webhook verified by, and why.
    Unusable(String),
    /// Credentials; whether a secret before is accepted beside the current one.
    Something {
        has_previous: bool,
    },
}

/// Reads what is shared with the carriers of the organisation's numbers, and says what is missing.
pub async fn read(context: &Context<'_>, tenant: &Tenant) -> (AtCarriers, Vec<Finding>) {
    let (mut credentials, mut found) = (AtCarriers::new(), Vec::new());
    let about = tenant.id().as_str();
    let carriers: BTreeSet<&str> = tenant
        .directory
        .numbers
        .iter()
        .map(|number| number.carrier.as_str())
        .collect();
    for carrier in carriers.into_iter().filter_map(|name| Carrier::parse(name).ok()) {
        let name = carrier.as_str();
        let stored = match stored(context, tenant, name).await {
            Ok(stored) => stored,
            Err(why) => {
                found.push(why);
                continue;
            }
        };
        let state = match stored.as_deref().map(|json| usable(carrier, json)) {
            None => Stored::Nothing,
            Some(Err(fault)) => Stored::Unusable(fault.why),
            Some(Ok(shared)) => {
                let has_previous = has_previous(&shared);
                credentials.insert(name, shared);
                Stored::Something { has_previous }
            }
        };
        found.push(of_carrier(about, name, &state));
    }
    if !tenant.directory.triggers.is_empty() {
        match stored(context, tenant, LOS).await {
            Ok(Some(stored)) if Service::Los.is_usable(&stored) => {}
            Ok(Some(_)) => found.push(Finding::mend(
                "los_secret_unusable",
                about,
                "What is stored as the secret of the loan-origination system is none, or too short to be safe",
                format!("`memberline secrets set {about} los`, and the same there"),
            )),
            Ok(None) => found.push(Finding::mend(
                "los_secret_missing",
                about,
                "There are triggers, and no secret that the loan-origination system signs its events with",
                format!("`memberline secrets set {about} los`"),
            )),
            Err(why) => found.push(why),
        }
    }
    (credentials, found)
}

async fn stored(
    context: &Context<'_>,
    tenant: &Tenant,
    service: &str,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, Finding> {
    let read = async {
        let stored = context.deployment.store.credentials(tenant, service).await;
        stored.map_err(Unchecked::from)
    };
    in_time(tenant.id().as_str(), read).await
}

fn has_previous(credentials: &Credentials) -> bool {
    match credentials {
        Credentials::Twilio(twilio) => twilio.previous_auth_token.is_some(),
        Credentials::Telnyx(telnyx) => telnyx.previous_public_key.is_some(),
    }
}

fn of_carrier(about: &str, carrier: &str, stored: &Stored) -> Finding {
    let set = format!("`memberline secrets set {about} {carrier}`");
    match stored {
        Stored::Nothing => Finding::blocks(
            "secrets_missing",
            about,
            format!(
                "It has numbers with {carrier}, and no credentials there: texts are neither taken in nor sent"
            ),
            set,
        ),
        Stored::Unusable(why) => Finding::blocks(
            "secrets_unusable",
            about,
            format!("What is stored as credentials of {carrier} cannot be used: {why}"),
            set,
        ),
        Stored::Something { has_previous: true } => Finding::mend(
            "two_secrets",
            about,
            format!("Two secrets of {carrier} are accepted"),
            format!("When the new one is in use at {carrier}: `memberline secrets retire {about} {carrier}`"),
        ),
        Stored::Something { .. } => {
            Finding::fine("secrets_set", about, format!("Credentials of {carrier} are set"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operate::doctor::finding::Severity;

    #[test]
    fn what_is_shared_is_there_and_one() {
        let weigh = |stored| {
            let finding = of_carrier("cedar", "twilio", &stored);
            (finding.code, finding.severity)
        };
        let something = |has_previous| Stored::Something { has_previous };
        assert_eq!(weigh(Stored::Nothing), ("secrets_missing", Severity::Blocks));
        assert_eq!(
            weigh(Stored::Unusable("public_key is not one".to_owned())),
            ("secrets_unusable", Severity::Blocks)
        );
        assert_eq!(weigh(something(true)), ("two_secrets", Severity::Mend));
        assert_eq!(weigh(something(false)), ("secrets_set", Severity::Fine));
    }
}
