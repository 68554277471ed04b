//! Whether an AWS does what Memberline relies on: a case for each use that the product makes of a service.

mod case;
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

use anyhow::Result;
use futures_util::future::join_all;

pub use report::Report;
pub use subject::{Kind, Subject};

use case::Outcome;
use ground::Ground;
use group::Group;

/// Tries every case at once, until `interrupted`, and removes what it made; the error says what is left behind.
pub async fn run(subject: Subject, interrupted: impl Future<Output = ()>) -> Result<Report> {
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
    ground::clean(&grounds).await?;
    match tried {
        Some(outcomes) => Ok(Report::new(grounds.first().map(Ground::kind), outcomes?)),
        None => anyhow::bail!("interrupted; what was made has been removed"),
    }
}

async fn try_group(group: &'static Group, ground: &Ground) -> Vec<(&'static str, Outcome)> {
    let outcome = ground.deploy(group.template).await;
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
