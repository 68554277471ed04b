//! Functions that run, and what they did: one operation after the other, each many times.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::time::Instant;

use super::binary::{Binary, of};
use super::cloud::Cloud;
use super::function::Function;
use super::operation::{Operation, Trigger};
use super::wire::Written;

/// Running functions, and the operations that they did.
pub struct Deployment<'a> {
    /// The AWS and the world that they meet.
    pub cloud: &'a Cloud,
    functions: Vec<Function>,
    operations: Vec<Operation>,
}

/// What was measured.
pub struct Measured {
    /// The operations, in the order in which they were first done.
    pub operations: Vec<Operation>,
    /// How much memory each function has in the end, in bytes.
    pub resident: Vec<(&'static str, u64)>,
}

impl<'a> Deployment<'a> {
    /// Starts the functions of these names, with clocks that are so far ahead.
    pub async fn start(
        binaries: &[Binary],
        names: &[&str],
        cloud: &'a Cloud,
        ahead: Duration,
    ) -> Result<Self> {
        let mut functions = Vec::with_capacity(names.len());
        for name in names {
            functions.push(Function::start_ahead(of(binaries, name)?, cloud, ahead).await?);
        }
        Ok(Self {
            cloud,
            functions,
            operations: Vec::new(),
        })
    }

    /// Forgets what was measured: the functions are warm now.
    pub fn warm(&mut self) {
        self.operations.clear();
    }

    /// Forgets what was measured of one operation, which only leads to the others.
    pub fn forget(&mut self, name: &str) {
        self.operations.retain(|operation| operation.name != name);
    }

    /// Has a function process events, one after the other. What it wrote.
    pub async fn process(
        &mut self,
        name: &'static str,
        (function, trigger): (&'static str, Trigger),
        events: Vec<Value>,
    ) -> Result<Written> {
        let at = self.operations.iter().position(|o| o.name == name);
        let at = at.unwrap_or_else(|| {
            self.operations.push(Operation::new(name, function, trigger));
            self.operations.len() - 1
        });
        let operation = &mut self.operations[at];
        let running = self.functions.iter_mut().find(|f| f.name == function);
        let function = running.with_context(|| format!("{function} does not run"))?;
        let (mut cpu, logged) = (function.cpu()?, function.logged());
        self.cloud.wire.take();
        let mut written = Written::default();
        for event in &events {
            let begun = Instant::now();
            let answer = function.invoke(event).await?;
            operation.took.push(begun.elapsed());
            if !succeeded(&answer) {
                bail!("{name}: {answer}");
            }
            let usage = self.cloud.wire.take();
            operation.done(&usage);
            let before = std::mem::replace(&mut cpu, function.cpu()?);
            operation.cpu.push(cpu.saturating_sub(before));
            operation.sent += u32::from(trigger == Trigger::Stream);
            for item in &usage.written.put {
                operation.published += u32::from(self.cloud.publishes(item));
            }
            written.extend(usage.written);
        }
        operation.logged += function.logged().saturating_sub(logged);
        Ok(written)
    }

    /// What was measured, in the end.
    pub fn measured(self) -> Result<Measured> {
        let resident = self.functions.iter().map(|f| Ok((f.name, f.resident()?)));
        Ok(Measured {
            resident: resident.collect::<Result<_>>()?,
            operations: self.operations,
        })
    }
}

fn succeeded(answer: &Value) -> bool {
    match answer["statusCode"].as_u64() {
        Some(status) => status < 300,
        None => answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty),
    }
}

/// The entries of one kind that were written.
pub fn entries(mut put: Vec<Value>, kind: &str) -> Vec<Value> {
    put.retain(|item| item["kind"]["S"] == kind);
    put
}
