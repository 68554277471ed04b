//! Looking on as a text goes through: what is committed of it, and what became of that.

use std::time::Duration;

use anyhow::{Result, anyhow};
use jiff::Timestamp;
use memberline_domain::MessageId;
use memberline_domain::directory::Agent;
use memberline_domain::notification::notices_of;
use memberline_domain::thread::{CloseRefusal, NoticeRecipient, ThreadContent, ThreadEvent};
use memberline_store::{CommandError, Rejection, Store, Wanted, retry_conflicts};
use tokio::time::Instant;

use super::own::Own;
use super::post::Text;
use crate::operate::Deployment;

/// How often it is looked.
const PAUSE: Duration = Duration::from_millis(100);

/// The newest entries of a thread that are looked at.
const NEWEST: u16 = 20;

/// The text in the table.
#[derive(Debug, Clone)]
pub struct Committed {
    pub id: MessageId,
    pub conversation: u32,
    /// When the function took it.
    pub at: Timestamp,
}

/// How telling of it went.
#[derive(Debug, Clone)]
pub struct Told {
    /// When the notifier first had it.
    pub at: Timestamp,
    /// How it ended; none while the email is still to be tried.
    pub end: Option<Result<(), String>>,
}

/// Looks again and again until there is something to see, or the time is over.
pub async fn until<T>(deadline: Instant, look: impl AsyncFn() -> Result<Option<T>>) -> Result<Option<T>> {
    loop {
        if let Some(seen) = look().await? {
            return Ok(Some(seen));
        }
        if Instant::now() + PAUSE > deadline {
            return Ok(None);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The text as it is in the table, opened.
pub async fn committed(store: &Store, own: &Own, text: &Text) -> Result<Option<Committed>> {
    let thread = own.tenant.thread_id(&own.number, &text.from);
    let (_, page) = store.timeline(&own.tenant, &thread, (None, NEWEST, None)).await?;
    for entry in page.entries {
        let ThreadEvent::MessageIn {
            conversation,
            carrier_message_id,
            ..
        } = &entry.event
        else {
            continue;
        };
        if *carrier_message_id != text.id {
            continue;
        }
        match &entry.content {
            Some(ThreadContent::Message { text: words, .. }) if *words == text.words => {}
            _ => {
                return Err(anyhow!(
                    "the text was stored, and does not open to the words that were sent"
                ));
            }
        }
        return Ok(Some(Committed {
            id: MessageId {
                thread,
                seq: entry.seq,
            },
            conversation: *conversation,
            at: entry.at,
        }));
    }
    Ok(None)
}

/// How telling of it went, as far as it went.
pub async fn told(store: &Store, own: &Own, text: &Committed) -> Result<Option<Told>> {
    let wanted = Wanted::of(&own.tenant).message(&text.id);
    let read = store.load(wanted).await?;
    let Some(message) = read.message(&text.id, None)? else {
        return Ok(None);
    };
    let notices = notices_of(&message.entries, text.id.seq);
    let first = message
        .entries
        .iter()
        .filter(|entry| matches!(entry.event, ThreadEvent::Notice { .. }))
        .map(|entry| entry.at)
        .min();
    Ok(first.map(|at| Told {
        at,
        end: end(&notices),
    }))
}

/// How telling ended; none while it goes on.
fn end(notices: &[&[NoticeRecipient]]) -> Option<Result<(), String>> {
    let mut recipients = notices.iter().flat_map(|recipients| recipients.iter()).peekable();
    if recipients.peek().is_none() {
        return Some(Err("nobody was to be told".to_owned()));
    }
    let settled = recipients.find(|recipient| recipient.is_settled())?;
    Some(match &settled.error {
        Some(code) => Err(format!("SES refuses the email ({code})")),
        None => Ok(()),
    })
}

/// Closes the conversation that the text opened, as its only agent.
pub async fn close(store: &Store, own: &Own, text: &Committed) -> Result<()> {
    let agent: &Agent = own
        .tenant
        .directory
        .agents
        .first()
        .ok_or_else(|| anyhow!("it has no agent"))?;
    // The functions' clock may be ahead of ours; what closes it comes after what opened it.
    let at = Deployment::real_time().max(text.at);
    let closed: Result<(), CommandError<Refusal>> = retry_conflicts(async || {
        let wanted = Wanted::of(&own.tenant).thread(&text.id.thread);
        let read = store.load(wanted).await?.of_thread(&text.id.thread, None)?;
        let Some(thread) = read.thread else {
            return Ok(());
        };
        let Some(change) = thread.head.close(text.conversation, agent, at).map_err(Refusal)? else {
            return Ok(());
        };
        let mut commit = store.begin(at);
        commit.change(&thread, &change)?;
        store.commit(commit).await?;
        Ok(())
    })
    .await;
    closed.map_err(|error| anyhow!("{error}"))
}

/// Why the conversation cannot be closed.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Refusal(CloseRefusal);

impl Rejection for Refusal {}

#[cfg(test)]
mod tests {
    use memberline_domain::AgentId;

    use super::*;

    #[test]
    fn telling_ends_when_ses_took_the_email_or_refuses_it() {
        let recipient = |mail_id: Option<&str>, error: Option<&str>| NoticeRecipient {
            agent: AgentId::parse("simulator").unwrap_or_else(|error| panic!("{error}")),
            mail_id: mail_id.map(str::to_owned),
            error: error.map(str::to_owned),
        };
        let (left, taken) = ([recipient(None, None)], [recipient(Some("m"), None)]);
        let refused = [recipient(None, Some("MessageRejected"))];
        assert_eq!(end(&[&left]), None);
        assert_eq!(end(&[&left, &taken]), Some(Ok(())));
        assert_eq!(
            end(&[&refused]),
            Some(Err("SES refuses the email (MessageRejected)".to_owned()))
        );
        assert_eq!(end(&[&[]]), Some(Err("nobody was to be told".to_owned())));
    }
}
