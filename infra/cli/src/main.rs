//! `memberline`: the operator's command.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
#[cfg(feature = "operate")]
use memberline_cli::operate;
use memberline_cli::outcome::Outcome;
use memberline_cli::verify::verify;
use serde_json::{Value, json};

#[derive(Parser)]
#[command(
    name = "memberline",
    about = "Memberline for those who operate it",
    version,
    after_help = "\
Exit codes:
  0  it is done, or holds
  1  it does not hold, is refused, or was not agreed to
  2  it could not be found out: wrong options, no such file, or AWS or the stack cannot be reached
  3  `directory plan --detailed-exit-code` found something to change"
)]
struct Cli {
    #[cfg(feature = "operate")]
    #[command(flatten)]
    on: operate::Target,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[cfg(feature = "operate")]
    #[command(flatten)]
    Operate(operate::Command),
    /// Check every timeline of the deployment, or an evidence packet: hash chains, and whether heads and entries agree
    #[command(after_help = "\
Examples:
  memberline verify --stack memberline
  memberline verify --table restored
  memberline verify --packet packet.json
  memberline verify --packet packet.json && echo it holds

Without a packet the whole table is read once, some $0.02 for each gigabyte, and nothing is opened or changed. Of a packet, the packet
is all that is read: no network, no account. docs/evidence.md says what the check shows, and what not.

Exit codes:
  0  all of it holds
  1  something does not: the first thing of a packet, the first broken link of each timeline
  2  it could not be checked: no such file, wrong options, or AWS cannot be reached")]
    Verify {
        /// The packet, as `memberline evidence` or `GET /v1/evidence` wrote it
        #[arg(long, value_name = "FILE", required = !cfg!(feature = "operate"))]
        packet: Option<PathBuf>,
        #[cfg(feature = "operate")]
        #[command(flatten)]
        timelines: operate::timelines::Args,
    },
    /// Write what a shell completes commands by
    #[command(after_help = "\
Examples:
  memberline completions bash > /etc/bash_completion.d/memberline
  memberline completions zsh > ~/.zfunc/_memberline")]
    Completions { shell: Shell },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    #[cfg(feature = "operate")]
    let json = cli.on.json;
    #[cfg(not(feature = "operate"))]
    let json = false;
    let outcome = match cli.command {
        #[cfg(feature = "operate")]
        Command::Operate(command) => operate::run(command, &cli.on),
        Command::Verify {
            packet: Some(packet), ..
        } => verify_file(&packet, json),
        #[cfg(feature = "operate")]
        Command::Verify { timelines, .. } => operate::verify(timelines, &cli.on),
        #[cfg(not(feature = "operate"))]
        Command::Verify { packet: None } => fail(Outcome::NotFoundOut, "name the packet with --packet"),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "memberline", &mut script);
            written(Outcome::Done, io::stdout().write_all(&script))
        }
    };
    outcome.into()
}

/// Checks a packet, and says what holds or the first thing that does not, in JSON where that was asked for.
fn verify_file(file: &Path, json: bool) -> Outcome {
    let name = file.display();
    let packet = match std::fs::read(file) {
        Ok(packet) => packet,
        Err(error) => {
            let why = format!("{name} cannot be read: {error}");
            return if json {
                answer(Outcome::NotFoundOut, &json!({ "error": why }))
            } else {
                fail(Outcome::NotFoundOut, &why)
            };
        }
    };
    match verify(&packet) {
        Ok(verified) if json => answer(Outcome::Done, &verified.json()),
        Ok(verified) => written(Outcome::Done, writeln!(io::stdout(), "{verified}")),
        Err(broken) => {
            let why = format!("{name} does not hold: {broken}");
            if json {
                let told = json!({ "holds": false, "broken": broken.to_string(), "error": why });
                answer(Outcome::Refused, &told)
            } else {
                fail(Outcome::Refused, &why)
            }
        }
    }
}

fn answer(outcome: Outcome, json: &Value) -> Outcome {
    written(outcome, writeln!(io::stdout(), "{json:#}"))
}

/// How it ends once the answer was written. A reader who left has what they wanted.
fn written(outcome: Outcome, answer: io::Result<()>) -> Outcome {
    match answer {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => fail(
            Outcome::NotFoundOut,
            &format!("the answer cannot be written: {error}"),
        ),
        _ => outcome,
    }
}

fn fail(outcome: Outcome, why: &str) -> Outcome {
    // Nobody is left to be told when this fails too.
    let _ = writeln!(io::stderr(), "memberline: {why}");
    outcome
}
