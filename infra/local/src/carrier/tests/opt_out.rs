//! Keywords that a carrier acts on by itself.

use super::*;

fn is_sent(result: Option<SendResult>) -> bool {
    matches!(result, Some(SendResult::Reported(report)) if report.status == DeliveryStatus::Sent)
}

#[tokio::test]
async fn a_stop_is_acted_on_by_the_carrier_or_left_to_the_application() {
    let mut stage = Stage::new().await;
    for kind in Kind::ALL {
        stage.text(kind, "stop");
        let InboundEvent::Message(message) = stage.event(kind).await else {
            panic!("not a message")
        };
        assert_eq!(
            (
                message.text.answered_by_carrier,
                keywords::reserved(kind.as_str(), &message.text.text)
            ),
            (None, Some(Intent::OptOut)),
            "{kind}: answered without a word of it"
        );
        let answer = stage
            .carrier
            .handset(MEMBER)
            .last()
            .map(|shown| shown.text.clone());
        assert!(
            answer.is_some_and(|text| text.contains("unsubscribed")),
            "{kind}: the carrier answers"
        );
        let outcome = stage.send(kind, "You are out.").await;
        assert!(
            matches!(outcome, Some(SendResult::Reported(report)) if report.opted_out),
            "{kind}"
        );
        stage.text(kind, "START");
        stage.event(kind).await;
        assert!(is_sent(stage.send(kind, "Welcome back.").await), "{kind}");
        stage.receipts(kind, 2).await;

        stage.behave(Behaviour {
            opt_out: OptOut::CarrierTells,
            ..Behaviour::default()
        });
        stage.text(kind, "help");
        let InboundEvent::Message(message) = stage.event(kind).await else {
            panic!("not a message")
        };
        assert_eq!(message.text.answered_by_carrier, Some(Intent::Help), "{kind}");

        stage.behave(Behaviour {
            opt_out: OptOut::Application,
            ..Behaviour::default()
        });
        stage.text(kind, "stop");
        stage.event(kind).await;
        assert!(is_sent(stage.send(kind, "You are out.").await), "{kind}");
        stage.receipts(kind, 2).await;
        stage.behave(Behaviour::default());
    }
}
