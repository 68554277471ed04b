//! The indexes, and where threads and messages stand in them.

use jiff::Timestamp;
use memberline_domain::thread::{ClosedConversation, Thread};
use memberline_domain::{AgentId, OrganisationId, TeamId, ThreadId};

/// A list that an inbox shows. Each is an index of its own, and an item is in it only while it has its two attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Open conversations of a team, by last activity (MC-06).
    Open,
    /// Open conversations of a team whose member waits, by since when (MC-07).
    Waiting,
    /// Open conversations of a team that nobody claimed, by last activity (MC-08).
    Unclaimed,
    /// Open conversations that an agent claimed, by last activity (MC-09).
    Mine,
    /// Closed conversations of a team, by when they closed (MC-10).
    Closed,
}

impl List {
    /// All lists that a thread's head may be in.
    pub const OF_HEADS: [Self; 4] = [Self::Open, Self::Waiting, Self::Unclaimed, Self::Mine];

    /// The index's name.
    pub fn index(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Unclaimed => "unclaimed",
            Self::Mine => "mine",
            Self::Closed => "closed",
        }
    }

    /// The name of the index's partition key.
    pub fn pk(self) -> &'static str {
        match self {
            Self::Open => "open_pk",
            Self::Waiting => "waiting_pk",
            Self::Unclaimed => "unclaimed_pk",
            Self::Mine => "mine_pk",
            Self::Closed => "closed_pk",
        }
    }

    /// The name of the index's sort key.
    pub fn sk(self) -> &'static str {
        match self {
            Self::Open => "open_sk",
            Self::Waiting => "waiting_sk",
            Self::Unclaimed => "unclaimed_sk",
            Self::Mine => "mine_sk",
            Self::Closed => "closed_sk",
        }
    }
}

/// The partition of a team's list.
pub fn team_list(organisation: &OrganisationId, team: &TeamId) -> String {
    format!("I#{organisation}#T#{team}")
}

/// The partition of an agent's list.
pub fn agent_list(organisation: &OrganisationId, agent: &AgentId) -> String {
    format!("I#{organisation}#A#{agent}")
}

/// The place in a list: the time in milliseconds, then what tells items of one millisecond apart.
pub fn list_place(at: Timestamp, tie: &str) -> String {
    format!("{:015}#{tie}", at.as_millisecond().max(0))
}

/// What tells a thread apart from others of the same millisecond: the start of its id, which tells of the member, and the end, which
/// tells of our number. Each head has a place in three lists, and little room.
fn tie(thread: &ThreadId) -> String {
    let id = thread.as_str();
    let (member, rest) = id.split_at_checked(8).unwrap_or((id, ""));
    let ours = rest.len().checked_sub(4).and_then(|at| rest.get(at..));
    format!("{member}{}", ours.unwrap_or_default())
}

/// A place in an index: its partition key and its sort key, each with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexKey {
    /// The partition key.
    pub pk: (&'static str, String),
    /// The sort key.
    pub sk: (&'static str, String),
}

impl List {
    fn key(self, pk: String, sk: String) -> IndexKey {
        IndexKey {
            pk: (self.pk(), pk),
            sk: (self.sk(), sk),
        }
    }
}

/// Where a thread's head stands in the lists now.
pub fn lists_of(thread: &Thread) -> Vec<IndexKey> {
    let Some(open) = &thread.conversation else {
        return Vec::new();
    };
    let team = team_list(&thread.organisation, &open.assignment.team);
    let tie = tie(&thread.id);
    let active = list_place(open.last.at, &tie);
    let mut lists = vec![List::Open.key(team.clone(), active.clone())];
    if let Some(since) = open.waiting_since {
        lists.push(List::Waiting.key(team.clone(), list_place(since, &tie)));
    }
    match &open.claim {
        Some(claim) => lists.push(List::Mine.key(agent_list(&thread.organisation, &claim.agent), active)),
        None => lists.push(List::Unclaimed.key(team, active)),
    }
    lists
}

/// Where a closed conversation stands.
pub fn list_of_closed(closed: &ClosedConversation) -> IndexKey {
    let tie = format!("{}-{:010}", closed.thread, closed.conversation.ordinal);
    List::Closed.key(
        team_list(&closed.organisation, &closed.conversation.assignment.team),
        list_place(closed.closed_at, &tie),
    )
}

/// How many parts the index of what is not settled has.
pub const UNSETTLED_SHARDS: u8 = 4;

/// The name of that index, of its partition key and of its sort key.
pub const UNSETTLED: [&str; 3] = ["unsettled", "unsettled_pk", "unsettled_sk"];

/// A part of the index of what is not settled.
pub fn unsettled_shard(shard: u8) -> String {
    format!("U#{shard}")
}

/// Where the head of a message of the thread with this partition stands while it is not settled: all messages of a thread are in
/// one part, in the order in which they are to be looked after.
pub fn unsettled(thread_pk: &str, due: Timestamp) -> IndexKey {
    let last = thread_pk.bytes().last().unwrap_or_default();
    let [_, pk, sk] = UNSETTLED;
    IndexKey {
        pk: (pk, unsettled_shard(last % UNSETTLED_SHARDS)),
        sk: (sk, self::due(due)),
    }
}

/// A time as the index has it.
pub fn due(at: Timestamp) -> String {
    format!("{:015}", at.as_millisecond().max(0))
}

#[cfg(test)]
mod tests {
    use memberline_domain::PhoneNumber;

    use super::*;

    #[test]
    fn threads_of_one_millisecond_have_places_of_their_own() {
        let organisation = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
        let number = |text: &str| PhoneNumber::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let tie = |ours: &str, theirs: &str| {
            let thread = ThreadId::derive(&organisation, b"salt", &number(ours), &number(theirs));
            tie(&thread)
        };
        let one = tie("+15550100001", "+15552010001");
        assert_eq!(one.len(), 12);
        assert_ne!(one, tie("+15550100001", "+15552010002"), "another member");
        assert_ne!(one, tie("+15550100002", "+15552010001"), "another number of ours");
    }

    #[test]
    fn places_in_a_list_are_in_the_order_of_time() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap_or_else(|e| panic!("{e}"));
        assert!(list_place(at(999), "z") < list_place(at(1000), "a"));
        assert!(list_place(at(1000), "a") < list_place(at(1000), "b"));
    }
}
