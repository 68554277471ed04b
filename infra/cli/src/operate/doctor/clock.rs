//! Clocks: this machine's against AWS's, and the deployment's.

use jiff::{SignedDuration, Timestamp};

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

const ABOUT: &str = "clock";

/// How far this machine's clock may be from AWS's. AWS refuses what is signed five minutes off.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let functions = &context.functions;
    let offset = functions.variable("InboundSms", "CLOCK_OFFSET_SECONDS");
    let mut found = match (offset, functions.is_local()) {
        (Ok(offset), Ok(is_local)) => vec![of_offset(offset, is_local)],
        (Err(why), _) | (_, Err(why)) => vec![why.finding(ABOUT)],
    };
    let before = crate::operate::Deployment::real_time();
    let answer = context.get(&address(context)).await;
    let after = crate::operate::Deployment::real_time();
    let date = answer.ok().and_then(|answer| {
        let date = jiff::fmt::rfc2822::parse(answer.header("date")?).ok()?;
        Some(date.timestamp())
    });
    found.push(match date {
        Some(date) => of_date(date, (before, after)),
        None => Unchecked::Because("AWS did not tell the time".to_owned()).finding(ABOUT),
    });
    Ok(found)
}

/// An address of AWS in the region, which answers anybody.
fn address(context: &Context<'_>) -> String {
    let aws = &context.deployment.aws;
    if let Some(endpoint) = aws.endpoint_url() {
        return endpoint.to_owned();
    }
    let region = aws.region().map_or("us-east-1", |region| region.as_ref());
    let china = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("https://dynamodb.{region}.amazonaws.com{china}/ping")
}

fn of_offset(offset: &str, is_local: bool) -> Finding {
    let is_none = offset.is_empty() || offset == "0";
    if is_none || is_local {
        return Finding::fine(
            "clock_offset",
            ABOUT,
            "The functions' clock is AWS's, or the local stack's",
        );
    }
    Finding::blocks(
        "clock_offset",
        ABOUT,
        "The functions' clock was moved, so that webhooks are taken for old ones and texts go out at the wrong hour",
        "Deploy with ClockOffsetSeconds 0",
    )
}

/// Compares the time that AWS told, in whole seconds, with this machine's before and after it was asked.
fn of_date(date: Timestamp, (before, after): (Timestamp, Timestamp)) -> Finding {
    let ahead = before.duration_since(date) - SignedDuration::from_secs(1);
    let behind = date.duration_since(after);
    if ahead > TOLERANCE || behind > TOLERANCE {
        let (seconds, way) = if ahead > TOLERANCE {
            (ahead.as_secs(), "ahead of")
        } else {
            (behind.as_secs(), "behind")
        };
        return Finding::mend(
            "clock_skewed",
            ABOUT,
            format!(
                "This machine's clock is {seconds} seconds {way} AWS's, which refuses calls that are five minutes off"
            ),
            "Set it by NTP, such as with `timedatectl set-ntp true`",
        );
    }
    Finding::fine("clock_agrees", ABOUT, "This machine's clock agrees with AWS's")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_a_minute_off_is_told() {
        let at = |second: i64| {
            Timestamp::from_second(1_800_000_000 + second).unwrap_or_else(|error| panic!("{error}"))
        };
        let code = |date, before, after| of_date(at(date), (at(before), at(after))).code;
        assert_eq!(code(0, 0, 1), "clock_agrees");
        assert_eq!(code(0, 61, 62), "clock_agrees");
        assert_eq!(code(0, 62, 62), "clock_skewed");
        assert_eq!(code(60, 0, 0), "clock_agrees");
        assert_eq!(code(61, 0, 0), "clock_skewed");
        // A slow answer tells less.
        assert_eq!(code(61, 0, 30), "clock_agrees");
    }

    #[test]
    fn a_clock_is_moved_on_the_local_stack_alone() {
        assert_eq!(
            of_offset("", false).severity,
            super::super::finding::Severity::Fine
        );
        assert_eq!(
            of_offset("0", false).severity,
            super::super::finding::Severity::Fine
        );
        assert_eq!(
            of_offset("86400", true).severity,
            super::super::finding::Severity::Fine
        );
        assert_eq!(
            of_offset("1", false).severity,
            super::super::finding::Severity::Blocks
        );
    }
}
