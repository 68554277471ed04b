//! Bringing rows into the ledgers: by the one way in which they are written, many numbers at once. Interrupted, it is run again with the
//! same file: what is in a ledger is not written twice.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use jiff::Timestamp;
use memberline_domain::consent::{Imported, ImportedWord, Said, Subscriber};
use memberline_domain::{PhoneNumber, SubscriberId};
use memberline_store::{
    CommandError, CommitError, Pauses, Rejection, Store, StoreError, Tenant, Wanted, retry_conflicts,
};

use super::row::Row;

/// What a transaction may hold.
const MOST_ITEMS: usize = 100;

/// The most numbers of a transaction: each has its head and at least one entry.
pub const MOST_NUMBERS: usize = MOST_ITEMS / 2;

/// How many transactions are under way at once. A table that nobody used yet takes 4,000 writes a second, which four of them are near.
const AT_ONCE: usize = 4;

/// The pauses while the table is busy.
const BUSY: Pauses = Pauses {
    first: Duration::from_millis(500),
    longest: Duration::from_secs(10),
};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The ledger says so, from now on or already, or something later that stands.
    Imported(Imported),
    /// The number is one of the organisation's own.
    OwnNumber,
    /// The number's ledger could not be read or written, for this reason.
    Failed(String),
}

/// Where rows are brought in.
pub struct Import<'a> {
    pub store: &'a Store,
    pub tenant: &'a Tenant,
    pub now: &'a dyn Fn() -> Timestamp,
    /// How often a batch is tried again while a service does not answer.
    pub patience: u32,
}

/// The rows of one number.
struct Group<'r> {
    number: &'r PhoneNumber,
    rows: Vec<&'r Row>,
}

/// Nothing is against bringing a word in.
#[derive(Debug, thiserror::Error)]
enum Never {}

impl Rejection for Never {}

type Became<'r> = Vec<(&'r Row, Outcome)>;

impl Import<'_> {
    /// Brings rows in; `became` is told of each. An error says that a service does not answer: what `became` was not told of may or
    /// may not be in, and running it again tells.
    pub async fn run<'r>(
        &self,
        rows: &'r [Row],
        mut became: impl FnMut(&'r Row, Outcome),
    ) -> Result<(), StoreError> {
        let is_own = |row: &&Row| {
            let mut numbers = self.tenant.directory.numbers.iter();
            numbers.any(|ours| ours.number == row.number)
        };
        let (own, others): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(is_own);
        for row in own {
            became(row, Outcome::OwnNumber);
        }
        let batches = batches(&others);
        let mut done = stream::iter(batches.iter())
            .map(|batch| self.batch(batch))
            .buffer_unordered(AT_ONCE);
        while let Some(batch) = done.next().await {
            for (row, outcome) in batch? {
                became(row, outcome);
            }
        }
        Ok(())
    }

    /// A batch, or, if something of it is refused for good, each number of it by itself.
    async fn batch<'r>(&self, groups: &[Group<'r>]) -> Result<Became<'r>, StoreError> {
        match self.patiently(groups).await {
            Err(error) if error.is_passing() => Err(error),
            Err(error) if groups.len() == 1 => Ok(failed(&groups[0], &error)),
            Err(_) => {
                let mut became = Vec::new();
                for group in groups {
                    match self.patiently(std::slice::from_ref(group)).await {
                        Ok(done) => became.extend(done),
                        Err(error) if error.is_passing() => return Err(error),
                        Err(error) => became.extend(failed(group, &error)),
                    }
                }
                Ok(became)
            }
            done => done,
        }
    }

    async fn patiently<'r>(&self, groups: &[Group<'r>]) -> Result<Became<'r>, StoreError> {
        let mut failures = 0;
        loop {
            let done = retry_conflicts(async || self.commit(groups).await).await;
            match done.map_err(of_store) {
                Err(error) if error.is_passing() && failures < self.patience => {
                    BUSY.wait(failures).await;
                    failures += 1;
                }
                settled => return settled,
            }
        }
    }

    /// One round of reads, and one transaction.
    async fn commit<'r>(&self, groups: &[Group<'r>]) -> Result<Became<'r>, CommandError<Never>> {
        let (store, tenant) = (self.store, self.tenant);
        let ids = groups.iter().map(|group| tenant.subscriber_id(group.number));
        let ids: Vec<SubscriberId> = ids.collect();
        let read = store.load(Wanted::of(tenant).heads::<Subscriber>(&ids)).await?;
        let now = (self.now)();
        let mut commit = store.begin(now);
        let mut became = Vec::new();
        for (group, id) in groups.iter().zip(&ids) {
            let words: Vec<ImportedWord> = group.rows.iter().map(|row| row.word.clone()).collect();
            let known = read.get::<Subscriber>(id)?;
            let starts = match &known {
                Some(known) => self.starts(id, &known.head, group).await?,
                None => Vec::new(),
            };
            let fresh = || tenant.new_subscriber(group.number);
            let subscriber = store.or_new(tenant, known, fresh).await?;
            let (change, outcomes) = subscriber.head.import(&words, &starts, now);
            if let Some(change) = change {
                commit.change(&subscriber, &change)?;
            }
            let outcomes = outcomes.into_iter().map(Outcome::Imported);
            became.extend(group.rows.iter().copied().zip(outcomes));
        }
        if !commit.is_empty() {
            store.commit(commit).await?;
        }
        Ok(became)
    }

    /// The STARTs of a number's ledger, where they matter.
    async fn starts(
        &self,
        id: &SubscriberId,
        ledger: &Subscriber,
        group: &Group<'_>,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let is_blocked = ledger.opt_outs.iter().any(|stop| stop.number.is_none());
        let stops = group.rows.iter().any(|row| row.word.said == Said::OptOut);
        if stops && !is_blocked {
            self.store.starts(self.tenant, id).await
        } else {
            Ok(Vec::new())
        }
    }
}

fn failed<'r>(group: &Group<'r>, error: &StoreError) -> Became<'r> {
    let rows = group.rows.iter();
    rows.map(|row| (*row, Outcome::Failed(error.to_string())))
        .collect()
}

fn of_store(error: CommandError<Never>) -> StoreError {
    match error {
        CommandError::Commit(CommitError::Store(error)) => error,
        CommandError::Refused(never) => match never {},
        // Others write to these ledgers all the time.
        CommandError::Commit(_) => StoreError::Unavailable {
            service: "DynamoDB",
            operation: "TransactWriteItems",
            code: "conflict".to_owned(),
        },
    }
}

/// The entries that a row may take.
fn entries(row: &Row) -> usize {
    match &row.word.said {
        Said::OptOut => 1,
        Said::Consent { categories, .. } => categories.len(),
    }
}

/// The rows number by number, the oldest word first, in batches of what one transaction may hold. A number with more than that is in
/// several, which find each other's conflicts.
fn batches<'r>(rows: &[&'r Row]) -> Vec<Vec<Group<'r>>> {
    let mut at: HashMap<&PhoneNumber, usize> = HashMap::new();
    let mut groups: Vec<Group<'r>> = Vec::new();
    for row in rows {
        let number = &row.number;
        let place = *at.entry(number).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                number,
                rows: vec![row],
            }),
        }
    }
    let mut batches: Vec<Vec<Group<'r>>> = Vec::new();
    let mut room = 0;
    for mut group in groups {
        group.rows.sort_by_key(|row| row.word.at);
        for rows in pieces(group.rows) {
            let items = 1 + rows.iter().map(|row| entries(row)).sum::<usize>();
            let piece = Group {
                number: group.number,
                rows,
            };
            match batches.last_mut().filter(|_| items <= room) {
                Some(batch) if batch.iter().all(|other| other.number != piece.number) => {
                    room -= items;
                    batch.push(piece);
                }
                _ => {
                    room = MOST_ITEMS - items;
                    batches.push(vec![piece]);
                }
            }
        }
    }
    batches
}

/// The rows of one number in pieces that fit into a transaction each.
fn pieces(rows: Vec<&Row>) -> Vec<Vec<&Row>> {
    let mut pieces: Vec<Vec<&Row>> = Vec::new();
    let mut items = MOST_ITEMS;
    for row in rows {
        items += entries(row);
        if let Some(piece) = pieces.last_mut().filter(|_| items < MOST_ITEMS) {
            piece.push(row);
        } else {
            items = entries(row);
            pieces.push(vec![row]);
        }
    }
    pieces
}
