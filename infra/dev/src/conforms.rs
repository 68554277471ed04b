//! Does the API keep to its description? Requests that the description allows, and some that it does not.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use memberline_local::issuer::Issuer;
use memberline_local::los::{Destination, Journey, Pace};
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::progress::Step;
use memberline_local::python::{self, Environment};
use memberline_local::running::Running;
use memberline_local::secrets::Secrets;
use memberline_local::seed;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::info::TOKEN_LIFE;
use crate::openapi::{DOCUMENT, FOLDER};

/// Who asks: an administrator of every team, to whom nothing is forbidden.
const AGENT: &str = "amara";
/// An applicant whom no other test knows, and what they have in the journey's file.
const MEMBER: (&str, &str) = ("+15552010099", "+15552010001");
/// How many requests of each operation are made up, besides those that cover the description.
const EXAMPLES: &str = "15";
/// Two halves of the requests, by what the paths of their operations begin with. They are asked side by side, as making up a request
/// takes as long as answering it.
const HALVES: [(&str, &str); 2] = [
    ("--include-path-regex", ONE_HALF),
    ("--exclude-path-regex", ONE_HALF),
];
const ONE_HALF: &str = "^/v1/directory/(?!dispositions|quick-replies)";
/// A run takes some two minutes.
const LONGEST: Duration = Duration::from_mins(10);

/// Makes the requests to the running stack. Every status and every body has to be described, what is well formed is
/// to be taken, and what is not, refused. They change what they can: triggers, conversations, consents.
pub async fn conforms(places: &Places, running: &Running) -> Result<bool> {
    let programs = python::ensure(places, Environment::Tests)
        .await
        .context("what makes requests by the API's description")?;
    let agent = seed::agents().find(|agent| agent.id == AGENT);
    let issuer = Issuer::open(places.state(), &running.url)?;
    let token = issuer.token(agent.context("nobody to ask as")?, TOKEN_LIFE)?;
    let subject = subject(places, running, &token).await?;
    let step = Step::start("requests by the API's description");
    let requests = |(which, paths): (&str, &str)| -> Result<Command> {
        // It leaves files where it runs.
        let folder = places.state().join(format!("requests{which}"));
        std::fs::create_dir_all(&folder)?;
        let mut requests = Command::new(programs.join("schemathesis"));
        requests
            .arg("--config-file")
            .arg(places.root().join(FOLDER).join("schemathesis.toml"))
            .arg("run")
            .arg(places.root().join(DOCUMENT))
            .args(["--url", &running.url, "--max-examples", EXAMPLES, which, paths])
            // In the environment, as every user of the machine may read a program's options.
            .env("MEMBERLINE_TOKEN", &token)
            .envs(subject.iter().cloned())
            .env("NO_PROXY", "localhost")
            .current_dir(folder);
        Ok(requests)
    };
    let [one, other] = HALVES.map(requests);
    let both = async { tokio::try_join!(passes(one?), passes(other?)) };
    let (passed, said) = match tokio::time::timeout(LONGEST, both).await {
        Ok(passed) => (passed? == (true, true), "failed"),
        Err(_) => (false, "not done in time"),
    };
    step.done_with(if passed { "" } else { said });
    Ok(passed)
}

/// Makes requests to the end, and then says what they came to.
async fn passes(mut requests: Command) -> Result<bool> {
    let output = requests
        .kill_on_drop(true)
        .output()
        .await
        .context("cannot start `schemathesis`")?;
    answer(&String::from_utf8_lossy(&[output.stdout, output.stderr].concat()))?;
    Ok(output.status.success())
}

/// What requests are about: the conversation with somebody on an application who sent a picture.
async fn subject(places: &Places, running: &Running, token: &str) -> Result<Vec<(&'static str, String)>> {
    let (member, before) = MEMBER;
    let journey = std::fs::read_to_string(Journey::folder(places.root()).join("stalled-loan.json"))?;
    let journey: Journey = serde_json::from_str(&journey.replace(before, member))?;
    let destination = Destination {
        url: running.url.clone(),
        organisation: seed::ORGANISATION.to_owned(),
        secret: Secrets::open(places.state())?.los,
    };
    journey.play(&destination, Pace::AtOnce, None).await?;
    let client = reqwest::Client::new();
    let number = seed::NUMBER;
    let text = json!({ "member": member, "number": number, "text": "Here it is", "media": ["pay-stub.png"] });
    let sent = client.post(format!("{}/dev/handset/messages", running.url));
    sent.json(&text).send().await?.error_for_status()?;
    // Nobody signed it: it is kept for an administrator.
    let forged = [
        ("MessageSid", "SM0099"),
        ("From", member),
        ("To", number),
        ("Body", "Here it is"),
    ];
    let posted = client.post(format!("{}/webhooks/twilio", running.url));
    posted.form(&forged).send().await?;
    let get = async |path: String| -> Result<Value> {
        let request = client.get(format!("{}{path}", running.url)).bearer_auth(token);
        Ok(request.send().await?.error_for_status()?.json().await?)
    };
    let word = |value: &Value| value.as_str().map(str::to_owned).context("a word is missing");
    for _ in 0..20 {
        let page = get("/v1/conversations?filter=waiting&limit=100".to_owned()).await?;
        let mut rows = page["items"].as_array().into_iter().flatten();
        let Some(row) = rows.find(|row| row["customer"] == member) else {
            tokio::time::sleep(Duration::from_millis(500)).await;
            continue;
        };
        let conversation = word(&row["id"])?;
        let shown = get(format!("/v1/conversations/{conversation}")).await?;
        let timeline = get(format!("/v1/conversations/{conversation}/timeline")).await?;
        let kept = get("/v1/quarantine".to_owned()).await?;
        let mut entries = timeline["items"].as_array().into_iter().flatten();
        let message = entries.find(|entry| entry["kind"] == "message_in");
        return Ok(vec![
            ("MEMBERLINE_APPLICATION", word(&shown["application"]["id"])?),
            ("MEMBERLINE_PERSON", word(&shown["application"]["person"])?),
            (
                "MEMBERLINE_MESSAGE",
                word(&message.context("no text came in")?["id"])?,
            ),
            ("MEMBERLINE_WEBHOOK", word(&kept["items"][0]["id"])?),
            ("MEMBERLINE_CONVERSATION", conversation),
        ]);
    }
    bail!("the text of {member} is in no list")
}
