//! An agent pressed Secure Download: they are sent the link (EL-22).
//!
//! The token is nowhere stored. It is derived again from the entry's place and the key of what the message says.

use memberline_domain::MessageId;
use memberline_domain::aggregate::Entry;
use memberline_domain::directory::Agent;
use memberline_domain::download::works;
use memberline_domain::notification::{Progress, notices_of_link, progress};
use memberline_domain::thread::{Thread, ThreadEvent, attachments};
use memberline_platform::queue::Run;
use memberline_store::{CommandError, Loaded, StoredMessage, Tenant, Wanted};

use crate::EmailNotifier;
use crate::body::LinkRequest;
use crate::download_letter::DownloadLetter;
use crate::failure::Failure;
use crate::letter::Mail;
use crate::mailing::{Envelope, Sent, count_result};
use crate::notify::NoticeTarget;

/// The email that brings the link, or why there is none.
type Letter<'a> = Result<(&'a Agent, Mail), &'static str>;

impl EmailNotifier {
    /// Sends the link to the agent who asked, unless it was sent.
    pub(crate) async fn send_link(
        &self,
        asked: &LinkRequest,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        let tenant = self.tenant(&asked.organisation).await?;
        let id = MessageId {
            thread: asked.thread.clone(),
            seq: asked.message,
        };
        let wanted = Wanted::of(&tenant).thread(&id.thread).message(&id);
        let (pair, message) = self.store.load(wanted).await?.of_message(&id)?;
        let (Some(thread), Some(message)) = (pair.thread, message) else {
            return Err(Failure::UnknownRequest.into());
        };
        let place = (asked.message, asked.seq);
        let request = message.entries.iter().find(|entry| entry.place() == place);
        let request = request.ok_or(Failure::UnknownRequest)?;
        // The record said so; the table decides.
        let ThreadEvent::DownloadRequested { agent, .. } = &request.event else {
            run.code("not_a_request");
            return Ok(());
        };
        let notices = notices_of_link(&message.entries, place);
        if progress(&notices) == Progress::Done {
            return Ok(());
        }
        run.check_time(Failure::OutOfTime)?;
        let id = format!("{}.{}.{}", asked.thread, asked.message, asked.seq);
        run.list("messages", id.clone());
        let letter = self.letter_with_link(&tenant, &thread, (request, &message), run)?;
        self.lease(&tenant, &id, notices.len() + 1, run.now).await?;
        let sent = match &letter {
            Err(code) => Sent::Refused {
                code: (*code).to_owned(),
            },
            Ok((agent, mail)) => {
                let organisation = tenant.organisation();
                let envelope = Envelope {
                    organisation: &organisation.id,
                    brand: &organisation.brand,
                    agent,
                    kind: "download",
                };
                self.send(&envelope, mail).await
            }
        };
        let was_sent = matches!(sent, Sent::Taken { .. });
        let (result, left) = count_result(agent, sent, run);
        let target = NoticeTarget {
            tenant: &tenant,
            thread: &asked.thread,
            notices: notices.len(),
            messages: std::slice::from_ref(&message.head),
            request: Some(request.seq),
        };
        self.note(&target, &[result], run.now).await?;
        if let Some(code) = left {
            return Err(Failure::MailLeft(code).into());
        }
        run.add("links_sent", u64::from(was_sent));
        Ok(())
    }

    /// The email, unless there is nobody or nothing to send by now.
    fn letter_with_link<'a>(
        &self,
        tenant: &'a Tenant,
        thread: &Loaded<Thread>,
        (request, stored): (&Entry<ThreadEvent>, &StoredMessage),
        run: &Run,
    ) -> Result<Letter<'a>, CommandError<Failure>> {
        let ThreadEvent::DownloadRequested {
            message,
            index,
            agent,
            link,
            expires_at,
        } = &request.event
        else {
            return Err(Failure::UnknownRequest.into());
        };
        if !works(*expires_at, run.now) {
            return Ok(Err("LinkExpired"));
        }
        let agent = match tenant.directory.agent(agent) {
            None => return Ok(Err("AgentGone")),
            Some(agent) if agent.mail_stopped.is_some() => return Ok(Err("MailStopped")),
            Some(agent) => agent,
        };
        let token = stored.head.link_token(request.seq)?;
        if token.link() != *link {
            // The thread's key was destroyed since, and what the link led to with it.
            return Ok(Err("LinkLost"));
        }
        let media = attachments(&stored.entries, *message);
        let file = media
            .iter()
            .find(|medium| medium.index == *index)
            .and_then(|medium| medium.file.as_ref());
        let letter = DownloadLetter {
            organisation: tenant.organisation(),
            member: thread.head.secret.name.as_deref(),
            content_type: file.map(|file| file.content_type.as_str()),
            link: &format!("{}/download#{}", self.mail.console_url, token.text()),
            expires_at: *expires_at,
        };
        Ok(Ok((agent, letter.write().map_err(Failure::from)?)))
    }
}
