//! `cargo dev info`: what a person or a test needs to talk to the running stack.

use std::time::Duration;

use anyhow::Result;
use memberline_local::issuer::Issuer;
use memberline_local::known::Known;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;
use memberline_local::secrets::Secrets;
use memberline_local::{aws, clock, seed};
use serde_json::{Value, json};

/// How long a token that is given out is in force.
pub const TOKEN_LIFE: Duration = Duration::from_hours(12);

/// Prints it as JSON.
pub async fn info(places: &Places) -> Result<()> {
    let described = describe(places, &Running::read(places)?).await?;
    answer(&serde_json::to_string_pretty(&described)?)
}

/// All that one needs to talk to the stack. Who can sign in, and which numbers there are, is as its directory says: a stack may have begun
/// without the demonstration's, and have others.
pub async fn describe(places: &Places, running: &Running) -> Result<Value> {
    let issuer = Issuer::open(places.state(), &running.url)?;
    let secrets = Secrets::open(places.state())?;
    let known = Known::read(&aws::config(&running.aws_endpoint).await, &running.stack).await?;
    let organisations = known.organisations();
    let organisation = organisations.first().map(|organisation| &organisation.id);
    let mut agents: Vec<_> = organisations.iter().flat_map(|of| &of.agents).collect();
    // The others stay in their order.
    agents.sort_by_key(|agent| agent.id != seed::AGENT);
    let agents = agents
        .into_iter()
        .map(|agent| {
            Ok(json!({
                "id": agent.id,
                "name": agent.name,
                "email": agent.email,
                "roles": agent.roles,
                "teams": agent.teams,
                "token": issuer.token(agent, TOKEN_LIFE)?,
            }))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "url": running.url,
        "aws_endpoint": running.aws_endpoint,
        "organisation": organisation,
        "numbers": known.numbers(),
        "members": seed::MEMBERS,
        "agents": agents,
        "carriers": { "twilio": secrets.twilio, "telnyx": secrets.telnyx },
        "los": { "organisation": organisation, "secret": secrets.los },
        "clock_ahead_seconds": clock::offset(&clock::file(places.state())),
        "bucket": running.stack.one("AWS::S3::Bucket", "DocumentsBucket")?,
        "tables": running.stack.all("AWS::DynamoDB::Table"),
        "queues": running.stack.all("AWS::SQS::Queue"),
        "topics": running.stack.all("AWS::SNS::Topic"),
    }))
}
