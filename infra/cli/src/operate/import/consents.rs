//! `memberline import consents`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use memberline_administration::consents::{ConsentFile, Import, MAX_FILE, Outcome as Became, Row, moment};
use memberline_domain::consent::Said;
use serde_json::json;

use super::report::{Counts, Report};
use crate::counted::counted;
use crate::operate::say::{agree, answer, note};
use crate::operate::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

/// Which file, and into which ledgers.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, in CSV
    file: PathBuf,
    /// The organisation's id
    #[arg(long, value_name = "ID")]
    organisation: String,
    /// When the file was made, as a time with its zone or a day: opt-outs without a time count from then
    #[arg(long, value_name = "TIME", value_parser = made_at)]
    made_at: Option<Timestamp>,
    /// Where the report goes; beside the file when it is left out
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Check the file, write the report, and ask no stack
    #[arg(long)]
    check: bool,
}

/// How often a batch is tried again while AWS does not answer: some minutes.
const PATIENCE: u32 = 12;

/// After how many rows it is said how far it is.
const PROGRESS: usize = 5_000;

/// How many broken rows are shown before anything is brought in.
const SHOWN: usize = 10;

/// Reads when a file was made: a day counts from its last moment, as it ends texts.
fn made_at(text: &str) -> Result<Timestamp, &'static str> {
    moment(text, false).ok_or("it is no time with a zone, such as 2026-11-20T15:04:05-06:00, and no day")
}

/// Does what was asked for.
pub(super) async fn run(args: &Args, target: &Target) -> Result<Outcome> {
    let organisation = organisation_id(&args.organisation)?;
    let report_file = report_file(args)?;
    let bytes = content(&args.file)?;
    if args.check {
        let file = read(args, &bytes, Deployment::real_time())?;
        let report = Report::of_check(&file);
        report.write(&report_file)?;
        return told(target, &report, &report_file, "nothing was brought in");
    }
    let deployment = Deployment::find(target).await?;
    let tenant = deployment.tenant(&organisation).await?;
    let file = read(args, &bytes, deployment.now())?;
    drop(bytes);
    let mut report = Report::begun(&file);
    note(target, &plan(&file));
    let question = format!(
        "Bring {} into the ledgers of {organisation}?",
        counted(file.rows.len(), "row", "rows")
    );
    if !file.rows.is_empty() {
        agree(target, &question)?;
    }
    let now = || deployment.now();
    let import = Import {
        store: &deployment.store,
        tenant: &tenant,
        now: &now,
        patience: PATIENCE,
    };
    let mut done = 0;
    let ran = Box::pin(import.run(&file.rows, |row: &Row, became: Became| {
        report.became(row, &became);
        done += 1;
        if done % PROGRESS == 0 {
            note(target, &format!("{done} of {} rows", file.rows.len()));
        }
    }))
    .await;
    report.write(&report_file)?;
    if let Err(error) = ran {
        let left = file.rows.len() - done;
        let why = format!(
            "it broke off with {} left, of which some may be in: run it again. {}",
            counted(left, "row", "rows"),
            report_file.display()
        );
        return Err(anyhow::Error::new(error).context(why));
    }
    told(target, &report, &report_file, "")
}

fn content(file: &Path) -> Result<Vec<u8>> {
    let name = file.display();
    let length = fs::metadata(file)
        .with_context(|| format!("{name} cannot be read"))?
        .len();
    if length > MAX_FILE as u64 {
        return Err(Refused::because(format!("{name} has more than {MAX_FILE} bytes")).into());
    }
    fs::read(file).with_context(|| format!("{name} cannot be read"))
}

fn read(args: &Args, bytes: &[u8], now: Timestamp) -> Result<ConsentFile> {
    if args.made_at.is_some_and(|made_at| made_at > now) {
        return Err(Refused::because("--made-at is in the future: give the time, with its zone").into());
    }
    let read = ConsentFile::read(bytes, args.made_at, now);
    let name = args.file.display();
    Ok(read.map_err(|why| {
        Refused::because(format!(
            "{name} is not brought in, and nothing was changed: {why}"
        ))
    })?)
}

/// Where the report goes: over a report before, and never over anything else.
fn report_file(args: &Args) -> Result<PathBuf> {
    let beside = || args.file.with_extension("report.csv");
    let report = args.report.clone().unwrap_or_else(beside);
    let is_file = match (fs::canonicalize(&report), fs::canonicalize(&args.file)) {
        (Ok(report), Ok(file)) => report == file,
        _ => false,
    };
    if is_file {
        return Err(Refused::because("the report would go over the file: name another by --report").into());
    }
    Report::may_replace(&report)?;
    Ok(report)
}

/// What would be brought in, in words.
fn plan(file: &ConsentFile) -> String {
    let of = |wanted: fn(&Said) -> bool| file.rows.iter().filter(|row| wanted(&row.word.said)).count();
    let mut lines = vec![format!(
        "{}, {}, {}; {} not brought in",
        counted(of(|said| *said == Said::OptOut), "opt-out", "opt-outs"),
        counted(
            of(|said| matches!(said, Said::Consent { granted: false, .. })),
            "refusal",
            "refusals"
        ),
        counted(
            of(|said| matches!(said, Said::Consent { granted: true, .. })),
            "consent",
            "consents"
        ),
        counted(file.broken.len(), "row is", "rows are")
    )];
    let shown = file.broken.iter().take(SHOWN);
    lines.extend(shown.map(|broken| format!("  line {}: {}", broken.line, broken.why)));
    if file.broken.len() > SHOWN {
        lines.push(format!(
            "  and {} more: see the report",
            file.broken.len() - SHOWN
        ));
    }
    lines.join("\n")
}

fn told(target: &Target, report: &Report, file: &Path, besides: &str) -> Result<Outcome> {
    let counts: Counts = report.counts();
    let name = file.display().to_string();
    let mut words = format!("{counts}\nreport: {name}");
    if !besides.is_empty() {
        words = format!("{words}\n{besides}");
    }
    answer(target, &words, &json!({ "rows": counts.json(), "report": name }))?;
    Ok(if counts.are_all_in() {
        Outcome::Done
    } else {
        Outcome::Refused
    })
}
