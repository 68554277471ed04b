//! `memberline`: the operator's command.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use memberline_cli::verify::verify;

/// What was asked for does not hold.
const DOES_NOT_HOLD: u8 = 1;
/// It could not be found out: the command is wrong, as clap says it too, or a file cannot be read or written.
const NOT_FOUND_OUT: u8 = 2;

#[derive(Parser)]
#[command(name = "memberline", about = "Memberline for those who operate it", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check an evidence packet: its digest, its hash chains, and whether its parts agree
    #[command(after_help = "\
Examples:
  memberline verify --packet packet.json
  memberline verify --packet packet.json && echo it holds

The packet is all that is read: no network, no account. docs/evidence.md says what the check shows, and what not.

Exit codes:
  0  the packet holds
  1  it does not; the first thing that does not hold is named
  2  it could not be checked: no such file, or wrong options")]
    Verify {
        /// The packet, as `GET /v1/evidence` or `cargo dev consent-evidence` wrote it
        #[arg(long, value_name = "FILE")]
        packet: PathBuf,
    },
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Verify { packet } => verify_file(&packet),
    }
}

fn verify_file(file: &Path) -> ExitCode {
    let packet = match std::fs::read(file) {
        Ok(packet) => packet,
        Err(error) => {
            return fail(
                NOT_FOUND_OUT,
                &format!("{} cannot be read: {error}", file.display()),
            );
        }
    };
    match verify(&packet) {
        Ok(verified) => match writeln!(io::stdout(), "{verified}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(NOT_FOUND_OUT, &format!("the answer cannot be written: {error}")),
        },
        Err(broken) => fail(
            DOES_NOT_HOLD,
            &format!("{} does not hold: {broken}", file.display()),
        ),
    }
}

fn fail(code: u8, why: &str) -> ExitCode {
    // Nobody is left to be told when this fails too.
    let _ = writeln!(io::stderr(), "memberline: {why}");
    ExitCode::from(code)
}
