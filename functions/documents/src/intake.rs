//! A message with media: each is fetched, stored and noted.

use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream;
use jiff::Timestamp;
use memberline_carriers::{Carrier, Credentials};
use memberline_domain::MessageRef;
use memberline_domain::thread::{
    AttachmentState, Medium, StoredFile, Thread, ThreadEvent, WhyFailed, attachments, carrier_media,
};
use memberline_platform::queue::{QueueFailure, Run};
use memberline_store::{CommandError, Loaded, StoredMessage, Tenant, Wanted, retry_conflicts};

use crate::Documents;
use crate::count::count;
use crate::failure::Failure;
use crate::fetch::{File, NoFile, Source};

/// The queue brings what fails at the carrier this often; then the medium has failed, and an agent decides.
const TRIES: u32 = 3;

/// How many media of a message are fetched at once. Each is held whole, and is some megabytes at most.
const AT_ONCE: usize = 8;

/// A message with all that is about it.
pub(crate) struct Message {
    pub thread: Loaded<Thread>,
    pub stored: StoredMessage,
}

impl Message {
    fn carrier(&self) -> Option<&str> {
        match &self.stored.own()?.event {
            ThreadEvent::MessageIn { carrier, .. } => Some(carrier),
            _ => None,
        }
    }
}

/// Of two media that are left, the one that another try may help decides: the record comes again for it.
fn weightier(
    left: Option<CommandError<Failure>>,
    failure: CommandError<Failure>,
) -> Option<CommandError<Failure>> {
    left.filter(QueueFailure::retry_can_help).or(Some(failure))
}

impl Documents {
    pub(crate) async fn message(
        &self,
        tenant: &Tenant,
        about: &MessageRef,
    ) -> Result<Message, CommandError<Failure>> {
        let id = &about.message;
        let wanted = Wanted::of(tenant).thread(&id.thread).message(id);
        let (pair, stored) = self.store.load(wanted).await?.of_message(id)?;
        Ok(Message {
            thread: pair.thread.ok_or(Failure::UnknownMessage)?,
            stored: stored.ok_or(Failure::UnknownMessage)?,
        })
    }

    /// Fetches what is to be fetched of a message.
    pub(crate) async fn take_in(
        &self,
        about: &MessageRef,
        receives: u32,
        now: impl Fn() -> Timestamp + Copy,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        let tenant = &self.tenant(&about.organisation).await?;
        let message = self.message(tenant, about).await?;
        let carrier = message.carrier().ok_or(Failure::UnknownMessage)?;
        let awaited: Vec<Medium> = attachments(&message.stored.entries, about.message.seq)
            .into_iter()
            .filter(|medium| matches!(medium.state, AttachmentState::Fetching { .. }))
            .collect();
        if !awaited.is_empty() {
            // A carrier that we do not know has no credentials either.
            let credentials = &match Carrier::parse(carrier) {
                Ok(carrier) => self.credentials(tenant, carrier).await?,
                Err(_) => None,
            };
            let most = carrier_media(carrier).bytes_in;
            let thread = &message.thread.head;
            let fetched = awaited.into_iter().map(|medium| async move {
                let fetched = self
                    .fetch(tenant, thread, &medium, (credentials.as_ref(), most))
                    .await;
                (medium, fetched)
            });
            let mut fetched = stream::iter(fetched).buffer_unordered(AT_ONCE);
            let mut left = None;
            while let Some((medium, fetched)) = fetched.next().await {
                let became = match fetched {
                    Ok(became) => became,
                    Err(CommandError::Refused(Failure::Carrier(code))) if receives >= TRIES => {
                        (AttachmentState::Failed { code }, None)
                    }
                    // The others go their way; this one comes again.
                    Err(failure) => {
                        left = weightier(left, failure);
                        continue;
                    }
                };
                match Box::pin(self.note(tenant, about, medium.index, became, now)).await {
                    Ok(Some(state)) => count(run, &state),
                    Ok(None) => run.code("late"),
                    Err(failure) => left = weightier(left, failure),
                }
            }
            if let Some(failure) = left {
                return Err(failure);
            }
        }
        self.erase_if_due(tenant, about, now, run).await
    }

    /// The organisation's credentials at the carrier; `None` when there are none that can be used.
    pub(crate) async fn credentials(
        &self,
        tenant: &Tenant,
        carrier: Carrier,
    ) -> Result<Option<Credentials>, CommandError<Failure>> {
        let json = self.store.credentials(tenant, carrier.as_str()).await?;
        Ok(json.and_then(|json| Credentials::read(carrier, &json).ok()))
    }

    /// Fetches one medium and stores it. Returns what becomes of it, and the file's name.
    async fn fetch(
        &self,
        tenant: &Tenant,
        thread: &Thread,
        medium: &Medium,
        (credentials, most): (Option<&Credentials>, u64),
    ) -> Result<(AttachmentState, Option<String>), CommandError<Failure>> {
        let failed = |code| Ok((AttachmentState::Failed { code }, None));
        let Some(address) = &medium.url else {
            return failed(WhyFailed::AddressLost);
        };
        let Some(credentials) = credentials else {
            return failed(WhyFailed::CarrierRefusedCredentials);
        };
        let source = Source {
            http: &self.http,
            credentials,
            local: &self.media.local_hosts,
            most,
        };
        let File { bytes, kind, name } = match Box::pin(source.fetch(address)).await {
            Ok(file) => file,
            Err(NoFile::Settled(state)) => return Ok((state, None)),
            Err(NoFile::NotNow(why)) => return Err(Failure::Carrier(why).into()),
            Err(NoFile::NotThere) => return failed(WhyFailed::NotFoundAtCarrier),
        };
        let file = StoredFile {
            object: medium.object_key(thread).to_string(),
            content_type: kind.content_type().to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        };
        self.bucket.store(tenant.id(), &file, bytes).await?;
        Ok((AttachmentState::Scanning(file), name))
    }

    /// Notes what became of a medium. `None` when something else became of it before.
    async fn note(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        index: u32,
        (state, name): (AttachmentState, Option<String>),
        now: impl Fn() -> Timestamp,
    ) -> Result<Option<AttachmentState>, CommandError<Failure>> {
        self.decide(tenant, about, index, now, |_| {
            Ok(Some((state.clone(), name.clone())))
        })
        .await
    }

    /// Commits what `decide` makes of a medium, from the state as it is then.
    pub(crate) async fn decide(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
        index: u32,
        now: impl Fn() -> Timestamp,
        decide: impl Fn(&Medium) -> Result<Option<(AttachmentState, Option<String>)>, CommandError<Failure>>,
    ) -> Result<Option<AttachmentState>, CommandError<Failure>> {
        retry_conflicts(async || {
            let message = self.message(tenant, about).await?;
            let stored = &message.stored;
            let media = attachments(&stored.entries, about.message.seq);
            let medium = media
                .iter()
                .find(|m| m.index == index)
                .ok_or(Failure::UnknownMessage)?;
            let Some((state, name)) = decide(medium)? else {
                return Ok(None);
            };
            let Some(change) = stored.head.head.note_attachment(medium, state.clone(), name) else {
                return Ok(None);
            };
            let mut commit = self.store.begin(now());
            commit.change(&stored.head, &change)?;
            self.store.commit(commit).await?;
            Ok(Some(state))
        })
        .await
    }
}
