//! MiniStack, the local AWS, as a child process.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

use crate::aws::{REGION, ROOT_KEY};
use crate::places::{stamp, write_whole};
use crate::process::{is_running, kill_group, tail, terminate, wait_gone};
use crate::{clock, date};

/// A running MiniStack.
pub struct MiniStack {
    child: Child,
    id: u32,
    pid_file: PathBuf,
    temporary: PathBuf,
    /// Where it answers, without a trailing slash.
    pub endpoint: String,
    /// What it says.
    pub log: PathBuf,
}

impl MiniStack {
    /// Starts it with its data in `folder` and waits until it answers. The first time it takes the port `wanted` if that
    /// is free, later always the same.
    pub async fn start(programs: &Path, folder: &Path, wanted: Option<u16>) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let pid_file = folder.join("pid");
        let temporary = folder.join("tmp");
        if temporary.exists() {
            fs::remove_dir_all(&temporary).context("cannot empty MiniStack's temporary folder")?;
        }
        fs::create_dir_all(&temporary)?;

        let port = port(folder, wanted).await?;
        let endpoint = format!("http://127.0.0.1:{port}");
        let log = folder.join("log");
        let output = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut command = Command::new(programs.join("python"));
        command
            .args([
                "-c",
                include_str!("ministack.py"),
                &std::process::id().to_string(),
            ])
            .arg(clock::file(folder.parent().unwrap_or(folder)))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            // A group of its own: Ctrl-C goes to the tool, which then ends this in order.
            .process_group(0);
        environment(&mut command, folder, &temporary, port, &endpoint);
        let child = command.spawn().context("cannot start MiniStack's Python")?;
        let id = child.id().context("MiniStack ended as it started")?;
        fs::write(&pid_file, id.to_string())?;
        let mut running = Self {
            child,
            id,
            pid_file,
            temporary,
            endpoint,
            log,
        };
        running.wait_until_healthy().await?;
        Ok(running)
    }

    async fn wait_until_healthy(&mut self) -> Result<()> {
        let health = format!("{}/_ministack/health", self.endpoint);
        for _ in 0..600 {
            if let Some(status) = self.child.try_wait()? {
                bail!(
                    "MiniStack ended ({status}). The end of {}:\n{}",
                    self.log.display(),
                    tail(&self.log)
                );
            }
            if reqwest::get(&health)
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!(
            "MiniStack does not answer. The end of {}:\n{}",
            self.log.display(),
            tail(&self.log)
        )
    }

    /// Whether it has ended by itself, and saved nothing.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it and waits until it has saved its data and its functions are gone. An error says what is lost.
    pub async fn stop(mut self) -> Result<()> {
        terminate(self.id);
        let Ok(ended) = tokio::time::timeout(LONGEST_STOP, self.child.wait()).await else {
            bail!("MiniStack does not end by itself: {LOST}");
        };
        let status = ended?;
        if status.code() == Some(NOT_SAVED) {
            bail!(
                "the data could not be saved (is the disk full?): {LOST}. The end of {}:\n{}",
                self.log.display(),
                tail(&self.log)
            );
        }
        if !status.success() {
            bail!("MiniStack ended before it saved ({status}): {LOST}");
        }
        Ok(())
    }

    /// Resolves when it has ended by itself, with what to say of it.
    pub async fn ended(&mut self) -> String {
        let status = self.child.wait().await;
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        format!(
            "MiniStack ended ({status}): {LOST}. The end of {}:\n{}",
            self.log.display(),
            tail(&self.log)
        )
    }
}

/// How long it may take to save.
const LONGEST_STOP: Duration = Duration::from_mins(1);

/// What its process ends with when its data could not be saved; `ministack.py` has the same number.
const NOT_SAVED: i32 = 74;

const LOST: &str = "what was done since `cargo dev up` was ready is lost, the data before that are there";

impl Drop for MiniStack {
    #[expect(
        clippy::disallowed_methods,
        reason = "whatever else fails, it is waited for until it has saved; a drop cannot await"
    )]
    fn drop(&mut self) {
        if !self.has_ended() {
            terminate(self.id);
            let end = std::time::Instant::now() + LONGEST_STOP;
            while !self.has_ended() && std::time::Instant::now() < end {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        // Whatever is left now, functions among it.
        kill_group(self.id);
        let _ = fs::remove_file(&self.pid_file);
        // The functions' code as it ran, unpacked, is many times as long as the data.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}

/// Has the MiniStack at `endpoint` save its data as they are now: that is what a hard end leaves.
pub async fn save(endpoint: &str) -> Result<()> {
    let answer = reqwest::Client::new()
        .post(format!("{endpoint}/_ministack/save"))
        .send()
        .await
        .context("MiniStack does not answer")?;
    if !answer.status().is_success() {
        bail!(
            "the data cannot be saved: {}",
            answer.text().await.unwrap_or_default()
        );
    }
    Ok(())
}

fn environment(command: &mut Command, folder: &Path, temporary: &Path, port: u16, endpoint: &str) {
    // Functions inherit this environment, so nothing of the developer's own AWS set-up may be in it.
    let kept = || {
        ["PATH", "HOME", "LANG", "LC_ALL"]
            .into_iter()
            .chain(date::VARIABLES)
    };
    let kept: Vec<_> = std::env::vars_os()
        .filter(|(name, _)| kept().any(|kept| name == kept))
        .collect();
    command.env_clear().envs(kept);
    let data = [
        ("STATE_DIR", folder.join("state")),
        ("S3_DATA_DIR", folder.join("s3")),
        ("TMPDIR", temporary.to_owned()),
    ];
    command.envs(data);
    command.envs([
        ("GATEWAY_PORT", port.to_string().as_str()),
        ("BIND_HOST", "127.0.0.1"),
        ("AWS_ENDPOINT_URL", endpoint),
        ("MINISTACK_REGION", REGION),
        ("AWS_ACCESS_KEY_ID", ROOT_KEY),
        ("AWS_SECRET_ACCESS_KEY", ROOT_KEY),
        ("AUTH", "true"),
        ("PERSIST_STATE", "1"),
        ("S3_PERSIST", "1"),
        ("SFTP_ENABLED", "0"),
        ("IOT_MTLS_ENABLED", "0"),
        ("LOG_LEVEL", "INFO"),
    ]);
}

/// The port of these data. MiniStack names its queues by address, so after a restart elsewhere it would not find them.
async fn port(folder: &Path, wanted: Option<u16>) -> Result<u16> {
    let file = folder.join("port");
    if let Ok(port) = stamp(&file).parse::<u16>() {
        // One that was killed may still be going.
        for _ in 0..50 {
            if TcpListener::bind(("127.0.0.1", port)).is_ok() {
                return Ok(port);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!(
            "port {port}, where the local AWS of these data lives, is taken: stop what uses it, choose other data with \
             --state, or start from nothing with --fresh"
        );
    }
    let listener = wanted
        .and_then(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .map_or_else(|| TcpListener::bind(("127.0.0.1", 0)), Ok)
        .context("no free port for MiniStack")?;
    let port = listener.local_addr()?.port();
    write_whole(&file, port.to_string())?;
    Ok(port)
}

/// Waits for a MiniStack that an earlier run of the tool left on the data in `folder`: it ends when its tool is gone.
pub async fn end_leftover(folder: &Path) -> Result<()> {
    let Ok(id) = stamp(&folder.join("pid")).trim().parse::<u32>() else {
        return Ok(());
    };
    if is_running(id, "ministack") && !wait_gone(id, Duration::from_secs(15)).await {
        bail!(
            "a MiniStack still runs on these data (process {id}): end it, or choose other data with --state"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
