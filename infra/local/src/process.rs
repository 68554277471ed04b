//! Other programs: run, watch, stop.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process};
use tokio::process::Command;

/// Runs `command` quietly and gives its output; on failure the error ends with what the program said.
pub async fn quietly(command: &mut Command, what: &str) -> Result<String> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let output = command
        .kill_on_drop(true)
        .output()
        .await
        .with_context(|| format!("cannot start `{program}` ({what})"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    bail!(
        "{what} failed ({}):\n{}",
        output.status,
        last_lines(&String::from_utf8_lossy(&said), 30)
    )
}

/// Runs `command` with its output on the terminal; says whether it succeeded.
pub async fn openly(command: &mut Command, what: &str) -> Result<bool> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let status = command
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("cannot start `{program}` ({what})"))?;
    Ok(status.success())
}

/// The end of `text`.
pub fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// The end of a log file, for an error message.
pub fn tail(log: &Path) -> String {
    last_lines(&std::fs::read_to_string(log).unwrap_or_default(), 15)
}

fn pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}

/// Asks a process to end.
pub fn terminate(id: u32) {
    if let Some(pid) = pid(id) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// Ends whatever is left of a process group, at once.
pub fn kill_group(leader: u32) {
    if let Some(pid) = pid(leader) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Whether the process exists and, where that can be seen, runs `program`.
pub fn is_running(id: u32, program: &str) -> bool {
    let command_line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    is_alive(id)
        && (cfg!(not(target_os = "linux")) || String::from_utf8_lossy(&command_line).contains(program))
}

fn is_alive(id: u32) -> bool {
    pid(id).is_some_and(|pid| test_kill_process(pid).is_ok())
}

/// Waits until the process is gone; says whether it went in time.
pub async fn wait_gone(id: u32, limit: Duration) -> bool {
    let end = tokio::time::Instant::now() + limit;
    while is_alive(id) {
        if tokio::time::Instant::now() > end {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    true
}

/// Resolves on Ctrl-C, on SIGTERM and when the terminal goes away.
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut term), Ok(mut hup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
        _ = hup.recv() => {}
    }
}
