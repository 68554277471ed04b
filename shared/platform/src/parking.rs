//! What no repetition helps is parked: put among the dead letters at once, as it came, so that it holds nothing back and can be
//! replayed once somebody mended the cause.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::MessageAttributeValue;
use memberline_store::StoreError;

/// The dead letters of one queue.
#[derive(Debug, Clone)]
pub struct Parking {
    sqs: Client,
    queue_url: String,
}

/// The attribute of a parked message that says why it is there.
const WHY: &str = "code";

impl Parking {
    /// The dead letters in the queue at this address.
    pub fn new(sqs: Client, queue_url: String) -> Self {
        Self { sqs, queue_url }
    }

    /// Parks a body just as the queue brought it: whoever puts it back has it processed again. Beside it stands the stable code of
    /// why. One that cannot be parked has to come again.
    pub async fn park(&self, body: &str, code: &str) -> Result<(), StoreError> {
        let why = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(code)
            .build()
            .map_err(|_| StoreError::Malformed("code"))?;
        let send = self.sqs.send_message().queue_url(&self.queue_url);
        let send = send.message_body(body).message_attributes(WHY, why);
        let parked = Box::pin(send.send()).await;
        parked.map_err(StoreError::of_call("SQS", "SendMessage"))?;
        Ok(())
    }

    /// Parks a body if it failed for good. Whether it is settled by that; otherwise it has to come again.
    pub async fn settles(&self, body: &str, code: &str, is_passing: bool) -> bool {
        if is_passing {
            return false;
        }
        match self.park(body, code).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(code, error = %error, "not parked");
                false
            }
        }
    }
}
