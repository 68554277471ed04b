//! `cargo dev`: the product on a laptop with one command.
#![deny(clippy::print_stderr)]

mod check;
mod circles;
mod conformance;
mod conforms;
mod date;
mod event;
mod evidence;
mod info;
mod install;
mod los;
mod openapi;
mod permissions;
mod release;
mod requirements;
mod sam_env;
mod sbom;
mod test;
mod up;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use memberline_local::functions::Build;
use memberline_local::places::Places;
use memberline_local::start::Content;
use memberline_local::{output, seed};

#[derive(Parser)]
#[command(
    name = "cargo dev",
    bin_name = "cargo dev",
    about = "Memberline on your machine",
    version
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build, deploy and serve everything on one localhost port; Ctrl-C stops it
    Up {
        /// The port of console, handset, mailbox and API; 0 is any free one
        #[arg(long, default_value_t = 3000)]
        port: u16,
        /// Forget the data of earlier runs first
        #[arg(long)]
        fresh: bool,
        /// Take functions and pages as they were built last
        #[arg(long)]
        skip_build: bool,
        /// Write no demonstration organisations: `memberline --local directory apply` makes the first
        #[arg(long)]
        bare: bool,
        /// Deploy into an AWS that runs at this address, such as `http://localhost:4566`, instead of starting one
        #[arg(long, value_name = "ENDPOINT", conflicts_with = "fresh")]
        aws: Option<String>,
        /// Let containers of this machine reach it as host.docker.internal, which `sam local` needs
        #[arg(long)]
        containers: bool,
        #[command(flatten)]
        state: State,
    },
    /// Print addresses, numbers, agents with tokens and carriers' secrets of the running stack, as JSON
    Info(State),
    /// Run every test, or those of the Rust workspace that a filter names
    Test {
        /// As if it were this day, such as 2031-02-28; before the filter
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
        /// Start nothing but what the tests need that the filter names
        #[arg(long, requires = "filter", conflicts_with = "at")]
        light: bool,
        /// Passed on to `cargo test`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        filter: Vec<String>,
    },
    /// Play an applicant's journey against the running stack, as a loan-origination system would
    Los {
        /// The journey, such as events/journeys/stalled-loan.json
        file: PathBuf,
        /// How many seconds pass in one, by the stack's clock; without it the events come one right after the other
        #[arg(long)]
        speed: Option<f64>,
        /// Whose applicant it is
        #[arg(long, default_value = seed::ORGANISATION)]
        organisation: String,
        /// What the application is called, instead of a new name
        #[arg(long)]
        application: Option<String>,
        #[command(flatten)]
        state: State,
    },
    /// Send a sample of events/ to the running stack, with signatures and tokens that it accepts where the sample's own are genuine
    Event {
        /// The sample, such as events/inbound-sms-twilio-message.json
        file: PathBuf,
        /// Whose token a request of an agent's carries
        #[arg(long, default_value = seed::AGENT)]
        agent: String,
        #[command(flatten)]
        state: State,
    },
    /// Check the hash chain of every timeline of the running stack, or an evidence packet without any stack
    Verify {
        /// The packet to check instead
        #[arg(long, value_name = "FILE")]
        packet: Option<PathBuf>,
        #[command(flatten)]
        state: State,
    },
    /// Write the evidence of one number: what was asked, said and sent, and the hash chains that it stands in
    ConsentEvidence {
        /// The outside number, such as +15552010001
        #[arg(long)]
        number: String,
        /// Whose member it is
        #[arg(long, default_value = seed::ORGANISATION)]
        organisation: String,
        /// Where to; standard output when left out
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        state: State,
    },
    /// Measure the release build of each function: cold start, CPU, memory, size, AWS calls and cost, beside the budgets
    Bench {
        /// Take the binaries as they are
        #[arg(long)]
        skip_build: bool,
        /// How many texts go in, and as many out
        #[arg(long, default_value_t = 1000)]
        messages: u32,
    },
    /// Formatting, lints, circles of imports, licences, advisories, the API's description and the template, as in CI
    Check,
    /// Print each numbered statement of docs/requirements.md, the tests that cite it, and how many are done
    Requirements,
    /// Name the files that import each other in a circle, in every crate of the workspace
    Circles {
        /// The workspace, instead of this one
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
    },
    /// Write what functions are told of the running stack, as `sam local invoke` and `sam local start-api` take it
    SamEnv {
        /// Where to [default: .local/sam.json]
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        #[command(flatten)]
        state: State,
    },
    /// Make a release: packages of the functions, pages, template, SBOMs, checksums
    Release(release::Wanted),
    /// Try each use that Memberline makes of an AWS service, and say what holds, differs or is not there
    Conformance(conformance::Wanted),
    /// Write what the pages know of the API's forms, web/src/api/schema.gen.ts, anew from docs/openapi.json
    Types,
}

#[derive(Args)]
struct State {
    /// Where data is kept between runs [default: .local/state]
    #[arg(long = "state", value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Up {
            port,
            fresh,
            skip_build,
            bare,
            aws,
            containers,
            state,
        } => {
            let content = if bare {
                Content::Bare
            } else {
                Content::Demonstration
            };
            let build = if skip_build {
                Build::Nothing
            } else {
                Build::Functions
            };
            let wanted = up::Wanted {
                port,
                fresh,
                build,
                content,
                aws,
                containers,
            };
            up::up(&Places::new(state.dir), wanted).await
        }
        Command::Info(state) => info::info(&Places::new(state.dir)).await,
        Command::Test {
            at: None,
            light: false,
            filter,
        } => test::test(&Places::new(None), &filter).await,
        Command::Test {
            light: true, filter, ..
        } => test::test_lightly(&Places::new(None), &filter).await,
        Command::Test {
            at: Some(day),
            filter,
            ..
        } => test::test_at(&Places::new(None), &day, &filter).await,
        Command::Los {
            file,
            speed,
            organisation,
            application,
            state,
        } => los::los(&Places::new(state.dir), &file, speed, organisation, application).await,
        Command::Event { file, agent, state } => event::event(&Places::new(state.dir), &file, &agent).await,
        Command::Verify {
            packet: Some(packet), ..
        } => evidence::check(&packet),
        Command::Verify { packet: None, state } => verify::verify(&Places::new(state.dir)).await,
        Command::ConsentEvidence {
            number,
            organisation,
            out,
            state,
        } => evidence::export(&Places::new(state.dir), &number, &organisation, out.as_deref()).await,
        Command::Bench { skip_build, messages } => {
            memberline_bench::bench(&Places::new(None), !skip_build, messages).await
        }
        Command::Check => check::check(&Places::new(None)).await,
        Command::Requirements => requirements::print(&Places::new(None)),
        Command::Circles { root } => {
            circles::circles(root.as_deref().unwrap_or(Places::new(None).root())).await
        }
        Command::SamEnv { file, state } => sam_env::sam_env(&Places::new(state.dir), file).await,
        Command::Release(wanted) => release::release(&Places::new(None), wanted).await,
        Command::Conformance(wanted) => conformance::conformance(&Places::new(None), wanted).await,
        Command::Types => openapi::write_types(&Places::new(None)).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(&format!("\ncargo dev: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
