//! Tables: whether they are there, streamed, backed up and protected.

use aws_sdk_dynamodb::types::{PointInTimeRecoveryStatus, TableDescription, TableStatus};
use futures_util::future::join_all;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

/// The table whose stream is the outbox.
const STREAMED: &str = "TimelineTable";

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let client = aws_sdk_dynamodb::Client::new(&context.deployment.aws);
    let is_local = context.functions.is_local().unwrap_or_default();
    let tables = context.deployment.resources.of_kind("AWS::DynamoDB::Table");
    let found = join_all(tables.into_iter().map(|(logical, name)| {
        let client = &client;
        async move {
            let (table, backups) = tokio::join!(
                client.describe_table().table_name(name).send(),
                client.describe_continuous_backups().table_name(name).send()
            );
            let mut found = match table.map_err(Unchecked::aws("dynamodb:DescribeTable")) {
                Ok(table) => table
                    .table
                    .map_or_else(Vec::new, |table| of_table(logical, &table, is_local)),
                Err(why) => vec![why.finding(logical)],
            };
            match backups.map_err(Unchecked::aws("dynamodb:DescribeContinuousBackups")) {
                Ok(backups) => {
                    let recovery = backups
                        .continuous_backups_description
                        .and_then(|description| description.point_in_time_recovery_description)
                        .and_then(|recovery| recovery.point_in_time_recovery_status);
                    // MiniStack makes tables without, whatever the template says.
                    let wrong = of_backups(logical, recovery.as_ref());
                    found.extend(wrong.filter(|_| !is_local));
                }
                Err(why) => found.push(why.finding(logical)),
            }
            if found.is_empty() {
                found.push(Finding::fine(
                    "table_safe",
                    logical,
                    "The table is there, backed up and protected",
                ));
            }
            found
        }
    }))
    .await;
    Ok(found.into_iter().flatten().collect())
}

fn of_table(logical: &str, table: &TableDescription, is_local: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    if !matches!(
        table.table_status,
        Some(TableStatus::Active | TableStatus::Updating)
    ) {
        found.push(Finding::blocks(
            "table_not_active",
            logical,
            "The table cannot be used",
            "Read why in the DynamoDB console → Tables",
        ));
    }
    let streams = table
        .stream_specification
        .as_ref()
        .is_some_and(|stream| stream.stream_enabled);
    if logical == STREAMED && !streams {
        found.push(Finding::blocks(
            "stream_off",
            logical,
            "The table has no stream: nothing is sent, and nobody is told",
            "Deploy the stack again",
        ));
    }
    // The local stack is there to be thrown away.
    if !is_local && table.deletion_protection_enabled != Some(true) {
        found.push(Finding::mend(
            "table_unprotected",
            logical,
            "The table can be deleted by a slip",
            "Deploy with ProtectTables true",
        ));
    }
    found
}

fn of_backups(logical: &str, recovery: Option<&PointInTimeRecoveryStatus>) -> Option<Finding> {
    (recovery != Some(&PointInTimeRecoveryStatus::Enabled)).then(|| {
        Finding::mend(
            "table_not_backed_up",
            logical,
            "The table has no point-in-time recovery: what is lost stays lost",
            "Deploy the stack again, or DynamoDB console → the table → Backups → Edit",
        )
    })
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::StreamSpecification;

    use super::*;

    #[test]
    fn each_thing_that_a_table_lacks_is_named() {
        let codes = |logical: &str, status: TableStatus, streams: bool, protected: bool, is_local: bool| {
            let stream = StreamSpecification::builder().stream_enabled(streams).build();
            let table = TableDescription::builder()
                .table_status(status)
                .stream_specification(stream.unwrap_or_else(|error| panic!("{error}")))
                .deletion_protection_enabled(protected)
                .build();
            let found = of_table(logical, &table, is_local);
            found.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
        };
        let active = || TableStatus::Active;
        assert_eq!(
            codes("TimelineTable", active(), true, true, false),
            Vec::<&str>::new()
        );
        assert_eq!(
            codes("TimelineTable", active(), false, true, false),
            ["stream_off"]
        );
        assert_eq!(
            codes("KeysTable", active(), false, true, false),
            Vec::<&str>::new()
        );
        assert_eq!(
            codes("KeysTable", active(), false, false, false),
            ["table_unprotected"]
        );
        assert_eq!(
            codes("KeysTable", active(), false, false, true),
            Vec::<&str>::new()
        );
        assert_eq!(
            codes("KeysTable", TableStatus::Archived, false, true, false),
            ["table_not_active"]
        );
        assert_eq!(
            of_backups("KeysTable", None).map(|finding| finding.code),
            Some("table_not_backed_up")
        );
        assert_eq!(
            of_backups("KeysTable", Some(&PointInTimeRecoveryStatus::Enabled)),
            None
        );
    }
}
