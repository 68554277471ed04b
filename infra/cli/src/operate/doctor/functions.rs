//! Lambda: whether the functions can run, and how many at once.

use aws_sdk_lambda::types::{LastUpdateStatus, State};

use super::context::Context;
use super::finding::Finding;
use super::settings::{Function, Functions};
use super::unchecked::Unchecked;

const ABOUT: &str = "functions";

/// How many functions may run at once at least: a batch of texts goes out ten at a time from each shard of the stream, five mails, five
/// documents and five timers beside them, and webhooks and agents besides. New accounts may begin with 10.
const NEEDED: i32 = 100;

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let mut found = states(&context.functions);
    let client = aws_sdk_lambda::Client::new(&context.deployment.aws);
    let settings = client.get_account_settings().send().await;
    match settings.map_err(Unchecked::aws("lambda:GetAccountSettings")) {
        Ok(settings) => {
            let limit = settings.account_limit.as_ref();
            let all = limit.map_or(0, |limit| limit.concurrent_executions);
            let free = limit
                .and_then(|limit| limit.unreserved_concurrent_executions)
                .unwrap_or(all);
            found.push(concurrency(all, free));
        }
        Err(why) => found.push(why.finding(ABOUT)),
    }
    Ok(found)
}

/// What Lambda says of each.
fn states(functions: &Functions) -> Vec<Finding> {
    let mut found: Vec<Finding> = functions
        .iter()
        .filter_map(|(name, function)| match function {
            Ok(function) => state(name, function),
            Err(why) => Some(why.finding(name)),
        })
        .collect();
    if found.is_empty() {
        found.push(Finding::fine(
            "functions_ready",
            ABOUT,
            "All functions are ready to run",
        ));
    }
    found
}

fn state(name: &str, function: &Function) -> Option<Finding> {
    match (&function.state, &function.last_update) {
        (Some(State::Failed), _) => Some(Finding::blocks(
            "function_failed",
            name,
            "The function cannot run",
            "Read its reason in the Lambda console (Configuration), and deploy again",
        )),
        (Some(State::Pending), _) | (_, Some(LastUpdateStatus::InProgress)) => Some(Finding::mend(
            "function_pending",
            name,
            "The function is being made or changed",
            "Wait a minute, and run this again",
        )),
        (_, Some(LastUpdateStatus::Failed)) => Some(Finding::mend(
            "function_update_failed",
            name,
            "The last change of the function failed: it runs as it was before",
            "Read its reason in the Lambda console (Configuration), and deploy again",
        )),
        _ => None,
    }
}

/// What follows from how many functions of the account may run at once, and how many of these are reserved for none.
fn concurrency(all: i32, free: i32) -> Finding {
    let mend = "Ask for 1,000: Service Quotas console → AWS Lambda → Concurrent executions. It costs nothing";
    if all < NEEDED {
        return Finding::mend(
            "concurrency_low",
            ABOUT,
            format!("The account may run {all} functions at once, and a burst of texts needs {NEEDED}"),
            mend,
        );
    }
    if free < NEEDED {
        return Finding::mend(
            "concurrency_reserved",
            ABOUT,
            format!(
                "Of {all} functions that the account may run at once, {free} are not reserved for others"
            ),
            mend,
        );
    }
    Finding::fine(
        "concurrency_enough",
        ABOUT,
        format!("The account may run {all} functions at once, {free} of them unreserved"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_account_is_told_to_ask_for_more() {
        for (all, free, code) in [
            (10, 10, "concurrency_low"),
            (99, 99, "concurrency_low"),
            (100, 100, "concurrency_enough"),
            (1_000, 40, "concurrency_reserved"),
            (0, 0, "concurrency_low"),
        ] {
            assert_eq!(concurrency(all, free).code, code, "{all} {free}");
        }
    }

    #[test]
    fn each_state_is_named() {
        let function = |state, last_update| {
            let found = states(&Functions::of("AgentApi", state, last_update));
            found.first().map(|finding| finding.code)
        };
        assert_eq!(
            function(State::Failed, LastUpdateStatus::Successful),
            Some("function_failed")
        );
        assert_eq!(
            function(State::Pending, LastUpdateStatus::Successful),
            Some("function_pending")
        );
        assert_eq!(
            function(State::Active, LastUpdateStatus::InProgress),
            Some("function_pending")
        );
        assert_eq!(
            function(State::Active, LastUpdateStatus::Failed),
            Some("function_update_failed")
        );
        // One that was idle for weeks wakes up by itself.
        assert_eq!(
            function(State::Inactive, LastUpdateStatus::Successful),
            Some("functions_ready")
        );
    }
}
