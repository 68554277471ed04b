//! Requests that are done once, however often they are made: the caller's own key for one is kept with what it does.

use http::HeaderMap;
use memberline_domain::thread::Thread;
use memberline_http_api::Problem;
use memberline_http_api::idempotency::idempotency_key;
use memberline_store::{CommandError, Commit, CommitError, Loaded};

use memberline_http_api::caller::Caller;

use crate::api::AgentApi;
use crate::conflict_retry::{Attempted, with_conflict_retry};

/// What may be done once by a key. The names are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A text is sent.
    Send,
    /// A note is written.
    Note,
    /// A person is asked for consent.
    Ask,
}

impl Scope {
    fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Note => "note",
            Self::Ask => "ask",
        }
    }
}

/// The key of a request, if the caller gave one. It is the agent's: two agents may have the same.
#[derive(Debug)]
pub(crate) struct OnceKey {
    scope: Scope,
    key: Option<String>,
}

impl OnceKey {
    /// Reads the key of a request from its headers.
    pub(crate) fn of(headers: &HeaderMap, scope: Scope, caller: &Caller) -> Result<Self, Problem> {
        let given = idempotency_key(headers)?;
        let key = given.map(|key| format!("{}:{key}", caller.id()));
        Ok(Self { scope, key })
    }

    /// Makes the commit happen once. `reference` is what a repetition is told.
    pub(crate) fn keep(
        &self,
        commit: &mut Commit,
        caller: &Caller,
        reference: &str,
    ) -> Result<(), CommitError> {
        match &self.key {
            Some(key) => commit.once(caller.organisation(), self.scope.name(), key, reference),
            None => Ok(()),
        }
    }

    /// The refusal, unless this very request was done before and only its answer was lost: what it was decided from may have changed
    /// since. A commit that can never be made, since it wants the thread not to exist, tells whether the key was used.
    pub(crate) async fn unless_done(
        &self,
        api: &AgentApi,
        caller: &Caller,
        (thread, refusal): (&Loaded<Thread>, Problem),
    ) -> CommandError<Problem> {
        if self.key.is_none() {
            return refusal.into();
        }
        match self.probe(api, caller, thread.head.clone()).await {
            Ok(()) | Err(CommitError::Conflict) => refusal.into(),
            Err(error) => error.into(),
        }
    }

    async fn probe(&self, api: &AgentApi, caller: &Caller, thread: Thread) -> Result<(), CommitError> {
        let absent = api.store.new_aggregate(&caller.tenant, thread).await?;
        let mut probe = api.store.begin(api.now());
        probe.guard(&absent)?;
        self.keep(&mut probe, caller, "")?;
        api.store.commit(probe).await
    }
}

/// Makes an attempt that keeps a key, again as long as it meets a conflict. When the key was used before, the answer is what `earlier`
/// makes of what the first use noted.
pub(crate) async fn done_once<A, T, F, G>(
    with: A,
    attempt: fn(A) -> F,
    earlier: impl FnOnce(A, String) -> G,
) -> Attempted<T>
where
    A: Clone,
    F: Future<Output = Attempted<T>> + Send + 'static,
    G: Future<Output = Attempted<T>>,
{
    match with_conflict_retry(with.clone(), attempt).await {
        Err(CommandError::Commit(CommitError::AlreadyDone { reference })) => earlier(with, reference).await,
        settled => settled,
    }
}
