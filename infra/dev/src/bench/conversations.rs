//! Conversations from the first text to the last, as they go: two texts in, two answers out, each reported as sent and as
//! delivered, with an email about each text, and an agent who looks, claims, answers and closes.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::binary::Binary;
use super::cloud::Cloud;
use super::function::Function;
use super::operation::{Operation, Trigger};
use super::{FUNCTIONS, events, of};
use crate::seed::AGENTS;

const TEXTS: [&str; 2] = [
    "Hi, is my loan application still open? I'm at home until 5.",
    "Thank you! Can I bring the pay stubs tomorrow, or do you need them today?",
];
const ANSWERS: [&str; 2] = [
    "Hi Priya, yes it is. We only need your last two pay stubs, a photo of each is fine.",
    "Tomorrow is fine. We are open from 9 to 5. See you then!",
];

/// How many conversations are held before anything is measured.
const BEFORE: u32 = 20;

/// Four functions and what they did.
pub struct Conversations<'a> {
    cloud: &'a Cloud,
    functions: [Function; 4],
    token: String,
    members: u32,
    operations: Vec<Operation>,
}

/// What was measured.
pub struct Measured {
    /// The operations, in the order of a conversation.
    pub operations: Vec<Operation>,
    /// How much memory each function has in the end, in bytes.
    pub resident: Vec<(&'static str, u64)>,
}

impl<'a> Conversations<'a> {
    /// Starts the functions.
    pub async fn start(binaries: &[Binary], cloud: &'a Cloud) -> Result<Self> {
        let [inbound, outbound, api, notifier] = FUNCTIONS;
        let maria = AGENTS.first().context("there are no agents")?;
        Ok(Self {
            cloud,
            functions: [
                Function::start(of(binaries, inbound)?, cloud).await?,
                Function::start(of(binaries, outbound)?, cloud).await?,
                Function::start(of(binaries, api)?, cloud).await?,
                Function::start(of(binaries, notifier)?, cloud).await?,
            ],
            token: cloud.outside.issuer.token(maria, Duration::from_hours(1))?,
            members: 0,
            operations: Vec::new(),
        })
    }

    /// Holds conversations with that many texts in and out.
    pub async fn hold(mut self, messages: u32) -> Result<Measured> {
        self.conversations(BEFORE).await?;
        self.operations.clear();
        self.conversations(messages.div_ceil(2)).await?;
        let mut resident = Vec::new();
        for (name, function) in FUNCTIONS.into_iter().zip(&self.functions) {
            resident.push((name, function.resident()?));
        }
        Ok(Measured {
            operations: self.operations,
            resident,
        })
    }

    async fn conversations(&mut self, count: u32) -> Result<()> {
        let first = self.members;
        self.members += count;
        let members: Vec<String> = (first..self.members).map(|n| format!("+1555{n:07}")).collect();
        let mut ids = Vec::new();
        for round in 0..TEXTS.len() {
            let texts = self.texts(&members, round).await?;
            self.emails(&texts).await?;
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

    async fn texts(&mut self, members: &[String], round: usize) -> Result<Vec<Value>> {
        let secrets = &self.cloud.secrets;
        let webhooks = members.iter().map(|member| {
            let id = format!("SM{}", crate::carrier::random_hex(16)?);
            events::text(secrets, &id, (member, events::OURS), TEXTS[round])
        });
        let name = ["text in, the first", "text in, a later one"][round];
        let webhooks = webhooks.collect::<Result<_>>()?;
        let put = self.process(name, (0, Trigger::Request), webhooks).await?;
        Ok(entries(put, "message_in"))
    }

    async fn emails(&mut self, texts: &[Value]) -> Result<()> {
        let batches = texts.iter().map(events::queued).collect::<Result<_>>()?;
        let put = self
            .process("email about a text", (3, Trigger::Queue), batches)
            .await?;
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
        self.process(name, (2, Trigger::Request), requests).await
    }

    async fn reads(&mut self, ids: &[String]) -> Result<()> {
        let inbox = events::request(&self.token, ("/v1/conversations", "filter=open"), None)?;
        let inbox = vec![inbox; ids.len()];
        self.process("inbox page", (2, Trigger::Request), inbox).await?;
        self.agent("conversation", ids, "", None).await?;
        self.agent("timeline page", ids, "/timeline", None).await?;
        Ok(())
    }

    async fn answers(&mut self, ids: &[String], round: usize) -> Result<()> {
        let body = Some(json!({ "text": ANSWERS[round] }));
        let answers = self.agent("answer", ids, "/messages", body).await?;
        let batches = entries(answers, "message_out");
        let batches = batches.iter().map(events::stream).collect::<Result<_>>()?;
        self.process("answer to the carrier", (1, Trigger::Stream), batches)
            .await?;
        let taken = self.cloud.outside.take();
        if taken.len() != ids.len() {
            bail!("the carrier took {} texts instead of {}", taken.len(), ids.len());
        }
        for (status, name) in [("sent", "report: sent"), ("delivered", "report: delivered")] {
            let secrets = &self.cloud.secrets;
            let receipt = |taken| events::receipt(secrets, taken, events::OURS, status);
            let receipts = taken.iter().map(receipt).collect::<Result<_>>()?;
            self.process(name, (0, Trigger::Request), receipts).await?;
        }
        Ok(())
    }

    /// Has a function process events, one after the other. The items that it put.
    async fn process(
        &mut self,
        name: &'static str,
        (function, trigger): (usize, Trigger),
        events: Vec<Value>,
    ) -> Result<Vec<Value>> {
        let at = self.operations.iter().position(|o| o.name == name);
        let at = at.unwrap_or_else(|| {
            self.operations.push(Operation::new(name, trigger));
            self.operations.len() - 1
        });
        let operation = &mut self.operations[at];
        let function = &mut self.functions[function];
        let (mut cpu, logged) = (function.cpu()?, function.logged());
        self.cloud.wire.take();
        let mut put = Vec::new();
        for event in &events {
            let answer = function.invoke(event).await?;
            if !succeeded(&answer) {
                bail!("{name}: {answer}");
            }
            let usage = self.cloud.wire.take();
            operation.done(&usage);
            let before = std::mem::replace(&mut cpu, function.cpu()?);
            operation.cpu.push(cpu.saturating_sub(before));
            operation.sent += u32::from(trigger == Trigger::Stream);
            for item in &usage.put {
                operation.published += u32::from(self.cloud.publishes(item));
            }
            put.extend(usage.put);
        }
        operation.logged += function.logged().saturating_sub(logged);
        Ok(put)
    }
}

fn succeeded(answer: &Value) -> bool {
    match answer["statusCode"].as_u64() {
        Some(status) => status < 300,
        None => answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty),
    }
}

/// The entries of one kind that were written.
fn entries(mut put: Vec<Value>, kind: &str) -> Vec<Value> {
    put.retain(|item| item["kind"]["S"] == kind);
    put
}

/// The id of the conversation that a text's entry names.
fn conversation(entry: &Value) -> Result<String> {
    let thread = entry["pk"]["S"].as_str().and_then(|pk| pk.rsplit('#').next());
    let meta: Value = serde_json::from_str(entry["meta"]["S"].as_str().unwrap_or_default())?;
    let ordinal = meta["conversation"].as_u64();
    let (thread, ordinal) = thread.zip(ordinal).context("a text joined no conversation")?;
    Ok(format!("{thread}-{ordinal}"))
}
