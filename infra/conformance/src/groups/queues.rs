//! SQS: what is not done comes again, and in the end is a dead letter.

use aws_sdk_sqs::types::{
    BatchResultErrorEntry, DeleteMessageBatchRequestEntry, DeleteMessageBatchResultEntry, QueueAttributeName,
    SendMessageBatchRequestEntry,
};

use crate::case::{Outcome, case, expect};
use crate::ground::Ground;
use crate::group::Group;

const TEMPLATE: &str = r"
Parameters: {Run: {Type: String}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 1
      RedrivePolicy: {deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 2}
  DeadLetters: {Type: AWS::SQS::Queue}
  Batches: {Type: AWS::SQS::Queue}
Outputs:
  Queue: {Value: !Ref Queue}
  DeadLetters: {Value: !Ref DeadLetters}
  Batches: {Value: !Ref Batches}
";

pub const GROUP: Group = Group {
    template: TEMPLATE,
    cases: |ground| {
        vec![
            case(
                "SQS: what was received so often and not deleted is a dead letter",
                dead_letter(ground),
            ),
            case(
                "SQS: a batch takes what is right, and says which is not",
                batch(ground),
            ),
            case("SQS: a queue says how many messages it has", counted(ground)),
        ]
    },
};

async fn dead_letter(ground: &Ground) -> Outcome {
    let (sqs, queue) = (&ground.clients.sqs, ground.output("Queue"));
    sqs.send_message()
        .queue_url(&queue)
        .message_body("never done")
        .send()
        .await?;
    let mut received = 0;
    let dead = ground
        .until("a dead letter", async || {
            let got = sqs
                .receive_message()
                .queue_url(&queue)
                .wait_time_seconds(0)
                .send()
                .await?;
            received += got.messages().len();
            let dead = sqs
                .receive_message()
                .queue_url(ground.output("DeadLetters"))
                .wait_time_seconds(0);
            Ok(dead.send().await?.messages().first().cloned())
        })
        .await?;
    expect(dead.body() == Some("never done"), || {
        format!("it is {:?}", dead.body())
    })?;
    expect(received == 2, || {
        format!("it was received {received} times before")
    })
}

async fn batch(ground: &Ground) -> Outcome {
    let (sqs, queue) = (&ground.clients.sqs, ground.output("Batches"));
    let entry = |id: &str| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(id)
            .build()
    };
    let sent = sqs
        .send_message_batch()
        .queue_url(&queue)
        .entries(entry("a")?)
        .entries(entry("b")?);
    let sent = sent.send().await?;
    expect(sent.successful().len() == 2 && sent.failed().is_empty(), || {
        format!("{sent:?}")
    })?;
    let mut handles = Vec::new();
    ground
        .until("both", async || {
            let got = sqs
                .receive_message()
                .queue_url(&queue)
                .max_number_of_messages(10)
                .wait_time_seconds(1);
            handles.extend(
                got.send()
                    .await?
                    .messages()
                    .iter()
                    .filter_map(|message| message.receipt_handle().map(str::to_owned)),
            );
            Ok((handles.len() == 2).then_some(()))
        })
        .await?;
    let entry = |id: &str, handle: &str| {
        DeleteMessageBatchRequestEntry::builder()
            .id(id)
            .receipt_handle(handle)
            .build()
    };
    let deleted = sqs
        .delete_message_batch()
        .queue_url(&queue)
        .entries(entry("right", &handles[0])?);
    let deleted = deleted
        .entries(entry("wrong", "not a receipt handle")?)
        .send()
        .await?;
    let ids = (
        deleted
            .successful()
            .iter()
            .map(DeleteMessageBatchResultEntry::id)
            .collect::<Vec<_>>(),
        deleted
            .failed()
            .iter()
            .map(BatchResultErrorEntry::id)
            .collect::<Vec<_>>(),
    );
    expect(ids == (vec!["right"], vec!["wrong"]), || {
        format!("it says {ids:?}")
    })
}

async fn counted(ground: &Ground) -> Outcome {
    let (sqs, queue) = (&ground.clients.sqs, ground.output("DeadLetters"));
    let asked = sqs.get_queue_attributes().queue_url(&queue);
    let asked = asked.attribute_names(QueueAttributeName::All).send().await?;
    let has = |name| asked.attributes().is_some_and(|all| all.contains_key(&name));
    let names = [
        QueueAttributeName::ApproximateNumberOfMessages,
        QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        QueueAttributeName::ApproximateNumberOfMessagesDelayed,
    ];
    expect(names.into_iter().all(has), || {
        format!("it says {:?}", asked.attributes())
    })
}
