//! A function as a process of its own, with the environment that Lambda gives it.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use memberline_local::aws::{REGION, ROOT_KEY};
use memberline_local::process;
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{Instant, timeout};

use super::binary::Binary;
use super::cloud::Cloud;
use super::runtime_api::RuntimeApi;

/// How long a function may take, to start or to answer, before something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running function.
pub struct Function {
    /// The name of its package.
    pub name: &'static str,
    child: Child,
    id: u32,
    api: RuntimeApi,
    logged: Arc<AtomicU64>,
    /// From the start of the process until it asked for an event.
    pub started_in: Duration,
}

impl Function {
    /// Starts a function and waits until it asks for an event.
    pub async fn start(binary: &Binary, cloud: &Cloud) -> Result<Self> {
        Self::start_ahead(binary, cloud, Duration::ZERO).await
    }

    /// The same, with a clock that is ahead.
    pub async fn start_ahead(binary: &Binary, cloud: &Cloud, ahead: Duration) -> Result<Self> {
        Self::launch(binary, cloud, Command::new(&binary.path), ahead).await
    }

    /// The same as [`Function::start`], under a program that watches it.
    pub async fn start_under(binary: &Binary, cloud: &Cloud, watcher: &[&str]) -> Result<Self> {
        let (program, options) = watcher.split_first().context("no program")?;
        let mut command = Command::new(program);
        command.args(options).arg(&binary.path);
        Self::launch(binary, cloud, command, Duration::ZERO).await
    }

    async fn launch(binary: &Binary, cloud: &Cloud, mut command: Command, ahead: Duration) -> Result<Self> {
        let mut api = RuntimeApi::serve(binary.name).await?;
        command
            .env_clear()
            .envs(of_lambda(binary.name, &api.address))
            .envs(cloud.environment())
            .env("SSL_CERT_FILE", certificates()?)
            .env("CLOCK_OFFSET_SECONDS", ahead.as_secs().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true);
        let start = Instant::now();
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {}", binary.path.display()))?;
        let logged = Arc::new(AtomicU64::new(0));
        let output = child.stdout.take().context("its output is piped")?;
        tokio::spawn(count(output, Arc::clone(&logged)));
        let id = child
            .id()
            .with_context(|| format!("{} ended as it started", binary.name))?;
        let ready = tokio::select! {
            ready = timeout(PATIENCE, api.ready()) => ready.context("it does not ask for an event")??,
            status = child.wait() => bail!("{} ended as it started ({})", binary.name, status?),
        };
        Ok(Self {
            name: binary.name,
            child,
            id,
            api,
            logged,
            started_in: ready - start,
        })
    }

    /// Has it process an event.
    pub async fn invoke(&mut self, event: &Value) -> Result<Value> {
        let event = serde_json::to_vec(event)?;
        let answer = tokio::select! {
            answer = timeout(PATIENCE, self.api.invoke(event)) => answer,
            status = self.child.wait() => bail!("{} ended ({})", self.name, status?),
        };
        let answer = answer
            .with_context(|| format!("{} does not answer", self.name))?
            .with_context(|| self.name)?;
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        Ok(serde_json::from_slice(&answer)?)
    }

    /// The CPU time that it took so far, in its own code and in the system's, all threads together.
    pub fn cpu(&self) -> Result<Duration> {
        let threads = format!("/proc/{}/task", self.id);
        let threads = fs::read_dir(&threads).with_context(|| format!("cannot read {threads}"))?;
        let mut cpu = Duration::ZERO;
        for thread in threads {
            // A thread may end meanwhile. The functions have one, which does not.
            let told = fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
            let nanoseconds = told.split_whitespace().next().and_then(|told| told.parse().ok());
            cpu += Duration::from_nanos(nanoseconds.unwrap_or_default());
        }
        ensure!(
            !cpu.is_zero(),
            "this Linux tells no CPU time of threads (schedstat)"
        );
        Ok(cpu)
    }

    /// The memory that it has now, in bytes.
    pub fn resident(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.id);
        let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
        Ok(kibibytes
            .context("/proc/status has no VmRSS")?
            .trim()
            .parse::<u64>()?
            * 1_024)
    }

    /// How many bytes it logged so far.
    pub fn logged(&self) -> u64 {
        self.logged.load(Ordering::Relaxed)
    }

    /// Asks it to end, and waits until it has.
    pub async fn terminate(mut self) -> Result<()> {
        process::terminate(self.id);
        timeout(PATIENCE, self.child.wait())
            .await
            .with_context(|| format!("{} does not end", self.name))??;
        Ok(())
    }

    /// Ends it.
    pub async fn stop(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

async fn count(mut output: ChildStdout, logged: Arc<AtomicU64>) {
    let mut buffer = vec![0; 64 * 1_024];
    while let Ok(read @ 1..) = output.read(&mut buffer).await {
        logged.fetch_add(u64::try_from(read).unwrap_or_default(), Ordering::Relaxed);
    }
}

/// What Lambda itself sets.
fn of_lambda(name: &str, runtime_api: &str) -> Vec<(&'static str, String)> {
    [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api),
        ("AWS_LAMBDA_FUNCTION_NAME", name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_FORMAT", "JSON"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/memberline/bench"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[$LATEST]0123456789"),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
        ("AWS_REGION", REGION),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", ROOT_KEY),
        ("AWS_SECRET_ACCESS_KEY", ROOT_KEY),
        ("LAMBDA_TASK_ROOT", "/var/task"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("LANG", "en_US.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("TZ", ":UTC"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// This machine's file of root certificates, which stands for the one that the template names.
fn certificates() -> Result<&'static str> {
    let known = [
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/certs/ca-certificates.crt",
    ];
    let found = known.into_iter().find(|path| Path::new(path).exists());
    found.context("no file of root certificates: on Debian or Ubuntu `apt-get install ca-certificates`")
}
