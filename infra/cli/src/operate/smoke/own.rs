//! The deployment's own organisation: what it consists of, and how it is made.
//!
//! Its number takes texts that are signed with a token which is made here, sealed under its own key as any carrier's is, and known to
//! nobody else. Whoever could read the token may read every other secret of the deployment as well.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use jiff::SignedDuration;
use memberline_administration::yaml::YamlFile;
use memberline_administration::{OWN_ORGANISATION as ID, plan};
use memberline_carriers::{Carrier, Credentials, Secret, TwilioCredentials};
use memberline_domain::directory::administration::{Plan, RecordKind, Wanted};
use memberline_domain::{OrganisationId, PhoneNumber};
use memberline_store::{RecordError, Store, Tenant, seal};

use crate::operate::Deployment;

const FILE: &str = include_str!("own.yaml");

/// How long it takes until a change is seen by all readers of the table: functions read what may be a moment old, and would take the
/// first text for a stranger's.
const SPREAD: Duration = Duration::from_secs(3);

/// How often it is made again when somebody else makes it at the same time.
const ATTEMPTS: usize = 10;

/// The organisation with what its texts are signed with.
pub struct Own {
    pub tenant: Arc<Tenant>,
    pub number: PhoneNumber,
    pub account: TwilioCredentials,
}

fn id() -> Result<OrganisationId> {
    OrganisationId::parse(ID).map_err(|_| anyhow!("{ID} is no organisation's id"))
}

/// What it is to be.
fn wanted() -> Result<Wanted> {
    let file = YamlFile::read(FILE, true);
    let file = file.map_err(|problems| {
        anyhow!(
            "own.yaml: {}",
            problems.first().map_or_else(String::new, ToString::to_string)
        )
    })?;
    Ok(file.read.wanted)
}

/// What it takes to make it, or to bring it to what this release wants; no steps when it is so already.
pub async fn planned(store: &Store) -> Result<Plan> {
    let records = store.records(&id()?).await?;
    Ok(plan(store, &records, wanted()?, Deployment::real_time()).await?)
}

/// How long until a change that somebody made just now is seen by all who read the table.
pub async fn unsettled_for(store: &Store) -> Result<Duration> {
    let records = store.records(&id()?).await?;
    let changed = records.iter().map(|versioned| versioned.version.at).max();
    let age = changed.map_or(SignedDuration::MAX, |changed| {
        Deployment::real_time().duration_since(changed)
    });
    Ok(SPREAD.saturating_sub(Duration::try_from(age).unwrap_or_default()))
}

/// Makes it, or brings it to what this release wants. It never looks after numbers that nobody has.
pub async fn found(store: &Store) -> Result<()> {
    let id = id()?;
    for _ in 0..ATTEMPTS {
        match attempt(store, &id).await? {
            Ok(()) => return Ok(()),
            Err(RecordError::Conflict) => {}
            Err(RecordError::Taken) => {
                return Err(anyhow!(
                    "another organisation of the deployment has the number that {ID} is to have"
                ));
            }
            Err(RecordError::Store(error)) => return Err(error.into()),
        }
    }
    Err(anyhow!("others go on changing {ID}: run this again"))
}

/// The number comes last: until then no webhook is for it, so that nobody keeps what is only half made.
async fn attempt(store: &Store, id: &OrganisationId) -> Result<Result<(), RecordError>> {
    let plan = planned(store).await?;
    store.found_organisation_key(id).await?;
    let (numbers, first): (Vec<_>, Vec<_>) = plan
        .steps
        .iter()
        .partition(|step| step.after.record.key().kind == RecordKind::Number);
    for step in first {
        if let Err(error) = store.write_record(id, step).await {
            return Ok(Err(error));
        }
    }
    let account = Credentials::Twilio(account()?);
    let json = zeroize::Zeroizing::new(serde_json::to_vec(&account)?);
    store
        .found_credentials(id, account.carrier().as_str(), &json)
        .await?;
    for step in numbers {
        if let Err(error) = store.write_record(id, step).await {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// An account that no carrier has.
fn account() -> Result<TwilioCredentials> {
    let (sid, token) = (
        seal::hexadecimal(&seal::random::<16>()?),
        seal::hexadecimal(&seal::random::<32>()?),
    );
    Ok(TwilioCredentials {
        account_sid: format!("AC{sid}"),
        auth_token: Secret::new(token),
        previous_auth_token: None,
        messaging_service_sid: None,
    })
}

impl Own {
    /// Opens it, once it is made.
    pub async fn open(store: &Store) -> Result<Self> {
        store.forget_directory();
        let tenant = store
            .tenant(&id()?)
            .await?
            .with_context(|| format!("{ID} is not there"))?;
        let number = tenant
            .directory
            .numbers
            .first()
            .map(|number| number.number.clone());
        let json = store.credentials(&tenant, Carrier::Twilio.as_str()).await?;
        let json = json.with_context(|| format!("{ID} has no credentials"))?;
        let Credentials::Twilio(account) = Credentials::read(Carrier::Twilio, &json)? else {
            return Err(anyhow!("{ID} has another carrier's credentials"));
        };
        Ok(Self {
            number: number.with_context(|| format!("{ID} has no number"))?,
            tenant,
            account,
        })
    }
}

#[cfg(test)]
mod tests {
    use memberline_domain::directory::administration::Record;

    use super::*;

    #[test]
    fn the_own_organisation_opens_no_door() {
        let id = id().unwrap_or_else(|error| panic!("{error}"));
        let wanted = wanted().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(id.as_str(), ID);
        for record in &wanted.records {
            match record {
                Record::Organisation(own) => {
                    assert!(own.id == id && !own.texting && !own.documents.mms);
                }
                // A token of no issuer is for them.
                Record::Agent(agent) => assert!(agent.subject.is_none() && !agent.administers()),
                // 555-0100 to 555-0199 are assigned to nobody.
                Record::Number(number) => {
                    let line = number.number.as_str().get(5..).unwrap_or_default();
                    assert!(line.starts_with("55501") && line.len() == 7, "{line}");
                }
                Record::Team(_) => {}
                other => panic!("{:?} is more than it needs", other.key()),
            }
        }
    }

    #[test]
    fn each_account_is_its_own() {
        let made = || account().unwrap_or_else(|error| panic!("{error}"));
        let (one, another) = (made(), made());
        assert_eq!(one.auth_token.expose().len(), 64);
        assert_eq!(one.account_sid.len(), 34);
        assert_ne!(one.auth_token, another.auth_token);
    }
}
