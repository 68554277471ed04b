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

        let port = port(folder, wanted)?;
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

    /// Ends it and waits until it has saved its data and its functions are gone.
    pub async fn stop(mut self) {
        terminate(self.id);
        if tokio::time::timeout(Duration::from_secs(30), self.child.wait())
            .await
            .is_err()
        {
            eprintln!("  MiniStack does not end by itself; what changed since it started may be lost");
        }
    }

    /// Resolves when it has ended by itself.
    pub async fn ended(&mut self) -> String {
        let status = self.child.wait().await;
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        format!(
            "MiniStack ended ({status}). The end of {}:\n{}",
            self.log.display(),
            tail(&self.log)
        )
    }
}

impl Drop for MiniStack {
    fn drop(&mut self) {
        // Whatever is left now, functions among it: one that answered has been stopped in order before.
        kill_group(self.id);
        let _ = fs::remove_file(&self.pid_file);
    }
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
fn port(folder: &Path, wanted: Option<u16>) -> Result<u16> {
    let file = folder.join("port");
    if let Ok(port) = stamp(&file).parse::<u16>() {
        TcpListener::bind(("127.0.0.1", port)).with_context(|| {
            format!(
                "port {port}, where the local AWS of these data lives, is taken: stop what uses it, choose other data \
                 with --state, or start from nothing with --fresh"
            )
        })?;
        return Ok(port);
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
            "these data are in use: MiniStack runs on them already (process {id}). Stop the other `cargo dev up` \
             first, or choose other data with --state DIR"
        );
    }
    Ok(())
}
