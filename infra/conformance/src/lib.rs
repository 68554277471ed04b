//! Whether an AWS does what Memberline relies on: a case for each use that the product makes of a service.

mod case;
mod cleaning;
mod clients;
mod function;
mod ground;
mod group;
mod groups;
mod known;
mod monitoring;
mod report;
mod stack;
mod subject;

use std::future::Future;

use anyhow::{Result, bail};
use futures_util::future::join_all;

pub use report::Report;
pub use subject::{Kind, Subject};

use case::Outcome;
use ground::Ground;
use group::Group;

/// Tries every case at once, until `interrupted`, and removes what it made; the error says what is left behind.
pub async fn run(subject: Subject, interrupted: impl Future<Output = ()>) -> Result<Report> {
    let kind = subject.kind;
    let grounds = ground::make(subject, groups::ALL.len())?;
    let tried = async {
        ground::pack_code(&grounds).await?;
        let groups = groups::ALL.iter().zip(&grounds);
        let outcomes = join_all(groups.map(|(group, ground)| try_group(group, ground))).await;
        anyhow::Ok(outcomes.into_iter().flatten().collect::<Vec<_>>())
    };
    let tried = tokio::select! {
        tried = tried => Some(tried),
        () = interrupted => None,
    };
    let cleaned = cleaning::clean(&grounds).await;
    let Some(tried) = tried else {
        cleaned?;
        bail!("interrupted; what was made has been removed");
    };
    reported(tried.map(|outcomes| Report::new(kind, outcomes)), cleaned)
}

/// The report; what is left behind takes neither it away nor the cause why there is none.
fn reported(report: Result<Report>, cleaned: Result<()>) -> Result<Report> {
    match (report, cleaned) {
        (report, Ok(())) => report,
        (Ok(report), Err(left)) => bail!("{report}\n{left:#}"),
        (Err(cause), Err(left)) => Err(cause.context(format!("{left:#}"))),
    }
}

async fn try_group(group: &'static Group, ground: &Ground) -> Vec<(&'static str, Outcome)> {
    let outcome = stack::create(ground, group.template).await;
    let cases = (group.cases)(ground);
    let done = cases.into_iter().map(async |case| {
        let outcome = match &outcome {
            Ok(()) => tokio::time::timeout(ground.patience_with(case.name), case.run)
                .await
                .unwrap_or_else(|_| case::differs("not in time")),
            Err(failure) => Err(failure.clone()),
        };
        (case.name, outcome)
    });
    join_all(done).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_behind_is_told_beside_what_came_of_the_cases() {
        let left = || Err(anyhow::anyhow!("not removed: stack 1"));
        let report = || {
            let outcomes = vec![("a", case::differs("it does"))];
            Ok(Report::new(Kind::Emulator, outcomes))
        };
        let said = |report, cleaned| match reported(report, cleaned) {
            Ok(report) => report.to_string(),
            Err(error) => format!("{error:#}"),
        };
        assert!(said(report(), Ok(())).contains("it does"));
        let both = said(report(), left());
        assert!(both.contains("it does") && both.contains("stack 1"), "{both}");
        let cause = || Err(anyhow::anyhow!("no bucket"));
        assert_eq!(said(cause(), Ok(())), "no bucket");
        assert_eq!(said(cause(), left()), "not removed: stack 1: no bucket");
    }
}
