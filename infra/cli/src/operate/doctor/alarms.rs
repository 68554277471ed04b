//! Alarms: whether somebody hears them, and which go off.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::StateValue;
use aws_sdk_sns::types::Subscription;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

const ABOUT: &str = "alarms";

/// The logical id of the topic that alarms go to.
const TOPIC: &str = "AlarmTopic";

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let (heard, ringing) = tokio::join!(heard(context), ringing(context));
    Ok([heard, ringing]
        .into_iter()
        .flat_map(|found| found.unwrap_or_else(|why| vec![why.finding(ABOUT)]))
        .collect())
}

async fn heard(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let topic = context.deployment.resources.id(TOPIC);
    let topic = topic.ok_or_else(|| Unchecked::Because(format!("the stack has no {TOPIC}")))?;
    let client = aws_sdk_sns::Client::new(&context.deployment.aws);
    let mut pages = client
        .list_subscriptions_by_topic()
        .topic_arn(topic)
        .into_paginator()
        .send();
    let mut subscriptions = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(Unchecked::aws("sns:ListSubscriptionsByTopic"))?;
        subscriptions.extend(page.subscriptions.unwrap_or_default());
    }
    Ok(vec![of_subscriptions(&subscriptions)])
}

/// Whether a subscription is confirmed: one that is not has no ARN.
fn is_confirmed(subscription: &Subscription) -> bool {
    subscription
        .subscription_arn
        .as_deref()
        .is_some_and(|arn| arn.starts_with("arn:"))
}

fn of_subscriptions(subscriptions: &[Subscription]) -> Finding {
    if subscriptions.iter().any(is_confirmed) {
        return Finding::fine("alarms_heard", ABOUT, "Somebody hears the alarms");
    }
    if subscriptions.is_empty() {
        return Finding::mend(
            "alarms_unheard",
            ABOUT,
            "Nobody hears the alarms",
            "Deploy with AlarmEmail, or subscribe to the topic of the output AlarmTopicArn: SNS console → Topics",
        );
    }
    Finding::mend(
        "alarms_unconfirmed",
        ABOUT,
        "Nobody hears the alarms: their subscription is not confirmed",
        "Open the link in the mail from AWS Notifications; SNS console → Subscriptions → Request confirmation sends it again",
    )
}

async fn ringing(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
    let ours = context.deployment.resources.of_kind("AWS::CloudWatch::Alarm");
    let client = aws_sdk_cloudwatch::Client::new(&context.deployment.aws);
    let mut pages = client
        .describe_alarms()
        .state_value(StateValue::Alarm)
        .into_paginator()
        .send();
    let mut ringing = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(Unchecked::aws("cloudwatch:DescribeAlarms"))?;
        let alarms = page.metric_alarms.unwrap_or_default().into_iter();
        ringing.extend(
            alarms
                .filter(|alarm| alarm.state_value == Some(StateValue::Alarm))
                .filter_map(|alarm| alarm.alarm_name),
        );
    }
    Ok(of_ringing(&ours, &ringing))
}

/// The alarms of the stack among those that go off. One that has no data yet is fine.
fn of_ringing(ours: &BTreeMap<&str, &str>, ringing: &[String]) -> Vec<Finding> {
    let found: Vec<Finding> = ours
        .iter()
        .filter(|(_, name)| ringing.iter().any(|rings| rings == *name))
        .map(|(logical, _)| {
            Finding::mend(
                "alarm_rings",
                logical,
                "The alarm goes off",
                "docs/operations.md#alarms says what it means and what to do",
            )
        })
        .collect();
    if found.is_empty() {
        return vec![Finding::fine(
            "alarms_silent",
            ABOUT,
            format!("None of {} alarms goes off", ours.len()),
        )];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_is_heard_by_who_confirmed() {
        let with = |arns: &[&str]| {
            let all: Vec<_> = arns
                .iter()
                .map(|arn| Subscription::builder().subscription_arn(*arn).build())
                .collect();
            of_subscriptions(&all).code
        };
        assert_eq!(with(&[]), "alarms_unheard");
        assert_eq!(with(&["PendingConfirmation"]), "alarms_unconfirmed");
        assert_eq!(
            with(&["PendingConfirmation", "arn:aws:sns:us-east-1:1:t:u"]),
            "alarms_heard"
        );
        assert_eq!(with(&["Deleted"]), "alarms_unconfirmed");
    }

    #[test]
    fn only_alarms_of_the_stack_are_told() {
        let ours = BTreeMap::from([
            ("PipeAlarm", "s-PipeAlarm-1"),
            ("HttpApiAlarm", "s-HttpApiAlarm-2"),
        ]);
        let found = of_ringing(&ours, &["s-PipeAlarm-1".to_owned(), "another".to_owned()]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].code, found[0].about.as_str()),
            ("alarm_rings", "PipeAlarm")
        );
        assert_eq!(
            of_ringing(&ours, &["another".to_owned()])[0].code,
            "alarms_silent"
        );
    }
}
