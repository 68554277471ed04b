//! Conversations from the first text to the last, as they go: two texts in, two answers out, each reported as sent and as
//! delivered, with an email about each text, and an agent who looks, claims, answers and closes.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use memberline_local::seed;
use serde_json::{Value, json};

use super::binary::Binary;
use super::cloud::Cloud;
use super::deployment::{Deployment, Measured, entries};
use super::events;
use super::functions::{AGENT_API, EMAIL_NOTIFIER, INBOUND_SMS, OUTBOUND_SMS};
use super::operation::{BEFORE, Trigger};

const TEXTS: [&str; 2] = [
    "Hi, is my loan application still open? I'm at home until 5.",
    "Thank you! Can I bring the pay stubs tomorrow, or do you need them today?",
];
const ANSWERS: [&str; 2] = [
    "Hi Priya, yes it is. We only need your last two pay stubs, a photo of each is fine.",
    "Tomorrow is fine. We are open from 9 to 5. See you then!",
];

/// What looks for texts past their time.
pub const SWEEP: &str = "sweep";

/// How often that is done in a month: every five minutes.
pub const SWEEPS_A_MONTH: f64 = 30.0 * 24.0 * 12.0;

/// The functions that take part.
const FUNCTIONS: [&str; 4] = [INBOUND_SMS, OUTBOUND_SMS, AGENT_API, EMAIL_NOTIFIER];

/// Functions that hold conversations.
pub struct Conversations<'a> {
    deployment: Deployment<'a>,
    token: String,
    members: u32,
}

impl<'a> Conversations<'a> {
    /// Starts the functions.
    pub async fn start(binaries: &[Binary], cloud: &'a Cloud) -> Result<Self> {
        let maria = seed::agent();
        Ok(Self {
            deployment: Deployment::start(binaries, &FUNCTIONS, cloud, Duration::ZERO).await?,
            token: cloud.outside.issuer.token(maria, Duration::from_hours(1))?,
            members: 0,
        })
    }

    /// Holds conversations with that many texts in and out.
    pub async fn hold(mut self, messages: u32) -> Result<Measured> {
        self.conversations(BEFORE).await?;
        self.deployment.warm();
        self.conversations(messages.div_ceil(2)).await?;
        self.sweeps().await?;
        self.deployment.measured()
    }

    async fn conversations(&mut self, count: u32) -> Result<()> {
        let first = self.members;
        self.members += count;
        let members: Vec<String> = (first..self.members).map(|n| format!("+1555{n:07}")).collect();
        let mut ids = Vec::new();
        for round in 0..TEXTS.len() {
            let texts = self.texts(&members, round).await?;
            self.emails(&texts).await?;
            // These members are on no application, as most are not, so that nobody's plan depends on what they text.
            let heard = texts.iter().filter(|text| !text["label"].is_null()).count();
            ensure!(heard == 0, "{heard} texts are an applicant's");
            if round == 0 {
                ids = texts.iter().map(conversation).collect::<Result<Vec<_>>>()?;
                self.agent("claim", &ids, "/claim", Some(json!({}))).await?;
            }
            self.reads(&ids).await?;
            self.answers(&ids, round).await?;
        }
        self.agent("close", &ids, "/close", Some(json!({}))).await?;
        Ok(())
    }

    /// The sweep, which finds nothing that is overdue.
    async fn sweeps(&mut self) -> Result<()> {
        let sweep = events::sweep()?;
        let deployment = &mut self.deployment;
        let swept = deployment.process(SWEEP, (OUTBOUND_SMS, Trigger::Rule), vec![sweep; 20]);
        swept.await.map(drop)
    }

    async fn texts(&mut self, members: &[String], round: usize) -> Result<Vec<Value>> {
        let secrets = &self.deployment.cloud.secrets;
        let webhooks = members.iter().map(|member| {
            let id = format!("SM{}", memberline_local::random::random_hex(16)?);
            events::text(secrets, &id, (member, events::OURS), TEXTS[round])
        });
        let name = ["text in, the first", "text in, a later one"][round];
        let webhooks = webhooks.collect::<Result<_>>()?;
        let deployment = &mut self.deployment;
        let taken = deployment.process(name, (INBOUND_SMS, Trigger::Request), webhooks);
        Ok(entries(taken.await?.put, "message_in"))
    }

    async fn emails(&mut self, texts: &[Value]) -> Result<()> {
        let batches = texts.iter().map(events::queued).collect::<Result<_>>()?;
        let deployment = &mut self.deployment;
        let told = deployment.process("email about a text", (EMAIL_NOTIFIER, Trigger::Queue), batches);
        let put = told.await?.put;
        let refused = |notice: &Value| {
            notice["meta"]["S"]
                .as_str()
                .is_none_or(|meta| meta.contains("\"error\":\""))
        };
        match entries(put, "notice").iter().find(|notice| refused(notice)) {
            Some(notice) => bail!("an email was not sent: {}", notice["meta"]),
            None => Ok(()),
        }
    }

    async fn agent(
        &mut self,
        name: &'static str,
        ids: &[String],
        path: &str,
        body: Option<Value>,
    ) -> Result<Vec<Value>> {
        let request = |id: &String| {
            let path = format!("/v1/conversations/{id}{path}");
            events::request(&self.token, (&path, ""), body.as_ref())
        };
        let requests = ids.iter().map(request).collect::<Result<_>>()?;
        self.api(name, requests).await
    }

    async fn api(&mut self, name: &'static str, requests: Vec<Value>) -> Result<Vec<Value>> {
        let deployment = &mut self.deployment;
        let answered = deployment.process(name, (AGENT_API, Trigger::Request), requests);
        Ok(answered.await?.put)
    }

    async fn reads(&mut self, ids: &[String]) -> Result<()> {
        let inbox = events::request(&self.token, ("/v1/conversations", "filter=open"), None)?;
        let inbox = vec![inbox; ids.len()];
        self.api("inbox page", inbox).await?;
        self.agent("conversation", ids, "", None).await?;
        self.agent("timeline page", ids, "/timeline", None).await?;
        Ok(())
    }

    async fn answers(&mut self, ids: &[String], round: usize) -> Result<()> {
        let body = Some(json!({ "text": ANSWERS[round] }));
        let answers = self.agent("answer", ids, "/messages", body).await?;
        let batches = entries(answers, "message_out");
        let batches = batches.iter().map(events::stream).collect::<Result<_>>()?;
        let deployment = &mut self.deployment;
        let sent = deployment.process("answer to the carrier", (OUTBOUND_SMS, Trigger::Stream), batches);
        sent.await?;
        let taken = deployment.cloud.outside.take();
        if taken.len() != ids.len() {
            bail!("the carrier took {} texts instead of {}", taken.len(), ids.len());
        }
        for (status, name) in [("sent", "report: sent"), ("delivered", "report: delivered")] {
            let secrets = &self.deployment.cloud.secrets;
            let receipt = |taken| events::receipt(secrets, taken, events::OURS, status);
            let receipts = taken.iter().map(receipt).collect::<Result<_>>()?;
            let deployment = &mut self.deployment;
            let told = deployment.process(name, (INBOUND_SMS, Trigger::Request), receipts);
            told.await?;
        }
        Ok(())
    }
}

/// The id of the conversation that a text's entry names.
fn conversation(entry: &Value) -> Result<String> {
    let thread = entry["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
    let meta: Value = serde_json::from_str(entry["meta"]["S"].as_str().unwrap_or_default())?;
    let ordinal = meta["conversation"].as_u64();
    let (thread, ordinal) = thread.zip(ordinal).context("a text joined no conversation")?;
    Ok(format!("{thread}-{ordinal}"))
}
