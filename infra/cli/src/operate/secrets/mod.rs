//! `memberline secrets`: what carriers and loan systems prove themselves by, and we to them.

mod input;
mod service;

use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::Result;
use clap::Subcommand;
use memberline_store::{Store, Tenant};
use serde_json::{Map, Value, json};

pub use service::Service;
pub(in crate::operate) use service::usable;

use super::say::{agree, answer, note};
use super::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

/// What is done with secrets.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set what is shared with a service, in place of what was, which is asked for
    #[command(after_help = "\
Examples:
  memberline secrets set lakeside twilio
  memberline secrets set lakeside los < los.json
  memberline secrets set lakeside los --yes < los.json   # in place of what was

At a terminal each field is asked for; otherwise standard input is a JSON object:
  twilio  {\"account_sid\": \"AC...\", \"auth_token\": \"...\", \"messaging_service_sid\": \"MG...\"}
  telnyx  {\"api_key\": \"KEY...\", \"public_key\": \"...\", \"messaging_profile_id\": \"...\"}
  los     {\"current\": \"...\"}")]
    Set(Of),
    /// Add a new secret, which is asked for; the one before goes on to be accepted until it is retired
    #[command(after_help = "\
Examples:
  memberline secrets rotate lakeside twilio
  memberline secrets rotate lakeside telnyx --yes < new.json
  memberline secrets retire lakeside twilio

Standard input, where it is no terminal, is a JSON object with the one field:
  twilio  {\"auth_token\": \"...\"}
  telnyx  {\"public_key\": \"...\"}
  los     {\"current\": \"...\"}")]
    Rotate(Of),
    /// Accept the secret before the current one no longer, which is asked for
    Retire(Of),
    /// Give the organisation a new key, which seals from then on; what is sealed stays readable
    RotateKey {
        /// The organisation's id
        organisation: String,
    },
    /// List what is shared with whom, without any secret
    List {
        /// The organisation's id
        organisation: String,
    },
}

/// Whose secrets.
#[derive(Debug, clap::Args)]
pub struct Of {
    /// The organisation's id
    organisation: String,
    /// Whom they are shared with
    service: Service,
}

/// Does what was asked for.
pub async fn run(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Set(of) => {
            let fields: Vec<_> = of.service.fields().iter().collect();
            let (store, tenant) = open(target, &of.organisation).await?;
            let shared = tagged(of.service, input::read(&fields)?);
            check(of.service, &shared)?;
            if let Some(mut before) = find(&store, &tenant, of.service).await? {
                before.retain(|_, value| !value.is_null());
                if before == shared {
                    return told(target, &of, "there is nothing to do");
                }
                let question = format!(
                    "Replace what {} shares with {}?",
                    of.organisation,
                    of.service.name()
                );
                replacing(target, &of, &before, "which would be replaced", &question)?;
            }
            write(&store, &tenant, of.service, &shared).await?;
            said(target, &of, "set")
        }
        Command::Rotate(of) => {
            let (field, previous) = of.service.rotating();
            let (store, tenant) = open(target, &of.organisation).await?;
            let mut shared = read(&store, &tenant, of.service).await?;
            if shared.get(previous).is_some_and(|before| !before.is_null()) {
                let why = "two secrets are accepted already: retire the one before first";
                return Err(Refused::because(why).into());
            }
            check_stored(&of, &shared)?;
            let stored = shared.clone();
            let fields: Vec<_> = of
                .service
                .fields()
                .iter()
                .filter(|known| known.name == field)
                .collect();
            let new = input::read(&fields)?;
            let before = shared.remove(field).unwrap_or_default();
            if Some(&before) == new.get(field) {
                return Err(Refused::because("this is the secret that there is already").into());
            }
            shared.extend(new);
            shared.insert(previous.to_owned(), before);
            check(of.service, &shared)?;
            let question = format!(
                "Add a second secret of {} for {}?",
                of.service.name(),
                of.organisation
            );
            let goes_on = "which goes on to be accepted beside the new one";
            replacing(target, &of, &stored, goes_on, &question)?;
            write(&store, &tenant, of.service, &shared).await?;
            said(
                target,
                &of,
                "rotated: both secrets are accepted until the one before is retired",
            )
        }
        Command::Retire(of) => {
            let (_, previous) = of.service.rotating();
            let (store, tenant) = open(target, &of.organisation).await?;
            let stored = read(&store, &tenant, of.service).await?;
            let mut shared = stored.clone();
            if shared
                .insert(previous.to_owned(), Value::Null)
                .is_none_or(|before| before.is_null())
            {
                return Err(Refused::because("only one secret is accepted already").into());
            }
            check_stored(&of, &shared)?;
            let question = format!(
                "Accept the secret of {} before the current one no longer for {}?",
                of.service.name(),
                of.organisation
            );
            let refused = "of which the one before would be refused from then on";
            replacing(target, &of, &stored, refused, &question)?;
            write(&store, &tenant, of.service, &shared).await?;
            said(target, &of, "retired: only the current secret is accepted")
        }
        Command::RotateKey { organisation } => {
            let (store, tenant) = open(target, &organisation).await?;
            let question = format!(
                "Give {organisation} a new key, which seals from then on? No key is ever taken back."
            );
            agree(target, &question)?;
            let version = store.add_organisation_key(tenant.id()).await?;
            let words = format!("{organisation} seals under version {version} of its key");
            answer(
                target,
                &words,
                &json!({ "organisation": organisation, "version": version }),
            )?;
            Ok(Outcome::Done)
        }
        Command::List { organisation } => list(target, &organisation).await,
    }
}

async fn open(target: &Target, organisation: &str) -> Result<(Store, Arc<Tenant>)> {
    let id = organisation_id(organisation)?;
    let deployment = Deployment::find(target).await?;
    let tenant = deployment.tenant(&id).await?;
    Ok((deployment.store, tenant))
}

/// Carriers' credentials say whose they are.
fn tagged(service: Service, mut shared: Map<String, Value>) -> Map<String, Value> {
    if service != Service::Los {
        shared.insert("carrier".to_owned(), service.name().into());
    }
    shared
}

async fn find(store: &Store, tenant: &Tenant, service: Service) -> Result<Option<Map<String, Value>>> {
    let stored = store.credentials(tenant, service.name()).await?;
    Ok(match stored {
        Some(stored) => Some(serde_json::from_slice(&stored)?),
        None => None,
    })
}

async fn read(store: &Store, tenant: &Tenant, service: Service) -> Result<Map<String, Value>> {
    let found = find(store, tenant, service).await?;
    found.ok_or_else(|| {
        let why = format!(
            "nothing is shared with {} yet: use `memberline secrets set`",
            service.name()
        );
        Refused::because(why).into()
    })
}

async fn write(store: &Store, tenant: &Tenant, service: Service, shared: &Map<String, Value>) -> Result<()> {
    let json = zeroize::Zeroizing::new(serde_json::to_vec(shared)?);
    store.put_credentials(tenant.id(), service.name(), &json).await?;
    Ok(())
}

/// Refuses what could not be used.
fn check(service: Service, shared: &Map<String, Value>) -> Result<()> {
    let fault = service.fault(shared);
    let refused = fault.map(|fault| fault.refused("nothing was changed: ", ""));
    refused.map_or(Ok(()), |refused| Err(refused.into()))
}

/// Refuses to build on a current secret that is stored and cannot be used.
fn check_stored(of: &Of, shared: &Map<String, Value>) -> Result<()> {
    let name = of.service.name();
    let refused = of.service.fault(shared).map(|fault| {
        let mend = format!(
            "; set all of it anew: `memberline secrets set {} {name}`",
            of.organisation
        );
        fault.refused("nothing was changed, as what is stored cannot be used: ", &mend)
    });
    refused.map_or(Ok(()), |refused| Err(refused.into()))
}

/// Shows what is stored, without any secret, and what becomes of it, and asks whether to go on.
fn replacing(
    target: &Target,
    of: &Of,
    before: &Map<String, Value>,
    becomes: &str,
    question: &str,
) -> Result<()> {
    let (name, stored) = (of.service.name(), Stored::of(of.service, Some(before)));
    note(target, &format!("{name} has {}, {becomes}", stored.words()));
    agree(target, question)
}

fn said(target: &Target, of: &Of, what: &str) -> Result<Outcome> {
    told(
        target,
        of,
        &format!("{what}. It is known everywhere within half a minute"),
    )
}

fn told(target: &Target, of: &Of, what: &str) -> Result<Outcome> {
    let name = of.service.name();
    let words = format!("{} {name}: {what}", of.organisation);
    answer(
        target,
        &words,
        &json!({ "organisation": of.organisation, "service": name }),
    )?;
    Ok(Outcome::Done)
}

/// What is shared with a service, without any secret.
struct Stored<'s> {
    /// How many secrets are accepted.
    secrets: usize,
    account: Option<&'s str>,
}

impl<'s> Stored<'s> {
    fn of(service: Service, shared: Option<&'s Map<String, Value>>) -> Self {
        let (_, previous) = service.rotating();
        let is_set =
            |shared: &Map<String, Value>| shared.get(previous).is_some_and(|before| !before.is_null());
        Self {
            secrets: shared.map_or(0, |shared| 1 + usize::from(is_set(shared))),
            account: shared.and_then(|shared| shared.get("account_sid")?.as_str()),
        }
    }

    fn words(&self) -> String {
        let secrets = match self.secrets {
            0 => return "nothing".to_owned(),
            1 => "one secret",
            _ => "two secrets",
        };
        match self.account {
            None => secrets.to_owned(),
            Some(account) => format!("{secrets}, account {account}"),
        }
    }
}

async fn list(target: &Target, organisation: &str) -> Result<Outcome> {
    let (store, tenant) = open(target, organisation).await?;
    let (mut words, mut listed) = (String::new(), Vec::new());
    for service in Service::ALL {
        let shared = find(&store, &tenant, service).await?;
        let stored = Stored::of(service, shared.as_ref());
        let told = match stored.secrets {
            0 => "nothing is set".to_owned(),
            1 => stored.words(),
            _ => format!(
                "{}: retire the one before when the new one is in use",
                stored.words()
            ),
        };
        let _ = writeln!(words, "{:<7} {told}", service.name());
        listed
            .push(json!({ "service": service.name(), "secrets": stored.secrets, "account": stored.account }));
    }
    answer(target, &words, &Value::Array(listed))?;
    Ok(Outcome::Done)
}
