//! `cargo dev info`: what a person or a test needs to talk to the running stack.

use std::time::Duration;

use anyhow::Result;
use memberline_local::clock;
use memberline_local::issuer::Issuer;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;
use memberline_local::secrets::Secrets;
use memberline_local::seed;
use serde_json::{Value, json};

/// How long a token that is given out is in force.
pub const TOKEN_LIFE: Duration = Duration::from_hours(12);

/// Prints it as JSON.
pub fn info(places: &Places) -> Result<()> {
    let described = describe(places, &Running::read(places)?)?;
    answer(&serde_json::to_string_pretty(&described)?)
}

/// All that one needs to talk to the stack.
pub fn describe(places: &Places, running: &Running) -> Result<Value> {
    let issuer = Issuer::open(places.state(), &running.url)?;
    let secrets = Secrets::open(places.state())?;
    let agents = seed::agents()
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
        "organisation": seed::ORGANISATION,
        "numbers": seed::numbers().collect::<Vec<_>>(),
        "members": seed::MEMBERS,
        "agents": agents,
        "carriers": { "twilio": secrets.twilio, "telnyx": secrets.telnyx },
        "los": { "organisation": seed::ORGANISATION, "secret": secrets.los },
        "clock_ahead_seconds": clock::offset(&clock::file(places.state())),
        "bucket": running.stack.one("AWS::S3::Bucket", "DocumentsBucket")?,
        "tables": running.stack.all("AWS::DynamoDB::Table"),
        "queues": running.stack.all("AWS::SQS::Queue"),
        "topics": running.stack.all("AWS::SNS::Topic"),
    }))
}
