//! Alarms: whether somebody hears them.

use aws_sdk_sns::types::Subscription;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;

const ABOUT: &str = "alarms";

/// The logical id of the topic that alarms go to.
const TOPIC: &str = "AlarmTopic";

pub async fn check(context: &Context<'_>) -> Result<Vec<Finding>, Unchecked> {
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
}
