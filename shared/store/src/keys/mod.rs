//! How items are keyed, all in one place.
//!
//! `#` separates the parts: no id can hold it, so no key of one organisation can be made from parts of another's.

use jiff::Timestamp;
use memberline_domain::thread::{ClosedConversation, Thread};
use memberline_domain::{
    AgentId, ApplicationId, MessageId, MessageRef, OrganisationId, PersonId, PhoneNumber, SubscriberId,
    TeamId, ThreadId, TriggerId,
};

use crate::access::quarantine::Standing;

pub use memberline_domain::aggregate::partition::{
    ENTRIES, HEAD, about, application, entry, head, head_of, subscriber, thread,
};

/// The sort key of the row, in a subscriber's partition, that says on which application they are, as whom.
pub fn link(application: &ApplicationId, person: &PersonId) -> String {
    format!("{LINKS}{application}#{person}")
}

/// The prefix of all links' sort keys.
pub const LINKS: &str = "L#";

/// The partition of a trigger's counts.
pub fn counts(organisation: &OrganisationId, trigger: &TriggerId) -> String {
    format!("R#{organisation}#{trigger}")
}

/// The sort key of one of a trigger's counts: the application chooses which, so that many may be counted at once.
pub fn count_shard(application: &ApplicationId) -> String {
    let last = application.as_str().bytes().last().unwrap_or_default();
    format!("S#{:02}", last % COUNT_SHARDS)
}

/// How many counts a trigger has.
pub const COUNT_SHARDS: u8 = 16;

/// The partition of a once-key. The caller's key comes last, as it may hold anything.
pub fn once(organisation: &OrganisationId, scope: &str, key: &str) -> String {
    format!("O#{organisation}#{scope}#{key}")
}

/// The sort key of a once-key.
pub const ONCE: &str = "ONCE";

/// From before the first entry's sort key to behind the last one's.
pub const ALL_ENTRIES: (&str, &str) = (ENTRIES, "E#~");

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
pub fn unsettled(thread_pk: &str, due: Timestamp) -> (String, String) {
    let last = thread_pk.bytes().last().unwrap_or_default();
    (unsettled_shard(last % UNSETTLED_SHARDS), self::due(due))
}

/// A time as the index has it.
pub fn due(at: Timestamp) -> String {
    format!("{:015}", at.as_millisecond().max(0))
}

/// The message whose head has these keys.
pub fn message_at(pk: &str, sk: &str) -> Option<MessageRef> {
    let (organisation, thread) = pk.strip_prefix("T#")?.split_once('#')?;
    Some(MessageRef {
        organisation: OrganisationId::parse(organisation).ok()?,
        message: MessageId {
            thread: ThreadId::parse(thread).ok()?,
            seq: head_of(sk)?,
        },
    })
}

/// The sort key of what a closed conversation leaves behind.
pub fn archive(ordinal: u32) -> String {
    format!("{ARCHIVES}{ordinal:010}")
}

/// The ordinal of what the row with this sort key is of, if it is one that something closed left behind.
pub fn archived(sk: &str) -> Option<u32> {
    sk.strip_prefix(ARCHIVES)?.parse().ok()
}

/// The prefix of all such rows' sort keys.
pub const ARCHIVES: &str = "C#";

/// What the wrapped data key of a part of an aggregate is bound to.
pub fn part(pk: &str, ordinal: u32) -> String {
    format!("{pk} {ordinal}")
}

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

/// Where a thread's head stands in the lists now: list, partition and place.
pub fn lists_of(thread: &Thread) -> Vec<(List, String, String)> {
    let Some(open) = &thread.conversation else {
        return Vec::new();
    };
    let team = team_list(&thread.organisation, &open.place.team);
    let tie = tie(&thread.id);
    let active = list_place(open.last.at, &tie);
    let mut lists = vec![(List::Open, team.clone(), active.clone())];
    if let Some(since) = open.waiting_since {
        lists.push((List::Waiting, team.clone(), list_place(since, &tie)));
    }
    match &open.claim {
        Some(claim) => lists.push((List::Mine, agent_list(&thread.organisation, &claim.agent), active)),
        None => lists.push((List::Unclaimed, team, active)),
    }
    lists
}

/// Where a closed conversation stands: list, partition and place.
pub fn list_of_closed(closed: &ClosedConversation) -> (List, String, String) {
    let tie = format!("{}-{:010}", closed.thread, closed.conversation.ordinal);
    (
        List::Closed,
        team_list(&closed.organisation, &closed.conversation.place.team),
        list_place(closed.closed_at, &tie),
    )
}

/// The partition of an organisation's directory.
pub fn directory(organisation: &OrganisationId) -> String {
    format!("ORG#{organisation}")
}

/// The partition of an organisation's keys and credentials, in the table of keys.
pub fn secrets(organisation: &OrganisationId) -> String {
    format!("K#{organisation}")
}

/// The partition of an organisation's triggers, which are beside the timelines: agents' API writes them.
pub fn triggers(organisation: &OrganisationId) -> String {
    format!("TR#{organisation}")
}

/// The partition of the agents of an organisation whose mailboxes refuse email, which is beside the timelines: the notifier writes it.
pub fn mail_stops(organisation: &OrganisationId) -> String {
    format!("MS#{organisation}")
}

/// The partition that says whose a number of ours is.
pub fn number_owner(number: &PhoneNumber) -> String {
    format!("N#{number}")
}

/// The partition that says who looks after texts to numbers that the directory does not know (lesson 8).
pub const UNKNOWN_NUMBERS: &str = "N#*";

/// The partition that says which agent a token's subject is.
pub fn token_subject(subject: &str) -> String {
    format!("SUB#{subject}")
}

/// The sort key of items that are alone in their partition.
pub const ONLY: &str = "ONLY";

/// The partition of an organisation's quarantine.
pub fn quarantine(organisation: &OrganisationId) -> String {
    format!("Q#{organisation}")
}

/// The partition that counts what an organisation quarantined in one minute, of one standing.
pub fn quarantine_count(organisation: &OrganisationId, standing: Standing, minute: i64) -> String {
    format!("QC#{organisation}#{minute}#{}", standing.as_str())
}

/// From before the first to behind the last of what is in quarantine with this standing, or with any.
pub fn quarantined(standing: Option<Standing>) -> (&'static str, &'static str) {
    match standing {
        None => ("1-", "3-~"),
        Some(Standing::Noise) => ("1-", "1-~"),
        Some(Standing::Plausible) => ("2-", "2-~"),
        Some(Standing::Signed) => ("3-", "3-~"),
    }
}

/// The sort key of a webhook in quarantine, which is its id: read backwards, what the carrier signed comes first, then what it
/// may have sent, then what it certainly has not; the newest first.
pub fn quarantined_webhook(standing: Standing, at: Timestamp, random: u64) -> String {
    let (first, _) = quarantined(Some(standing));
    format!("{first}{:015}-{random:016x}", at.as_millisecond().max(0))
}

/// The partition of the texts in an organisation's quarantine that claim to come from one number.
pub fn unheard(organisation: &OrganisationId, subscriber: &SubscriberId) -> String {
    format!("Q#{organisation}#{subscriber}")
}

/// The partition that counts these in thirty days.
pub fn unheard_count(organisation: &OrganisationId, subscriber: &SubscriberId, period: i64) -> String {
    format!("QC#{organisation}#{subscriber}#{period}")
}

/// The partition of a download link: by a part of the hash of its token.
pub fn download_link(link: &str) -> String {
    format!("D#{link}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_these_strings() {
        let org = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
        let id = ThreadId::parse("0123456789abcdef0123456789").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(thread(&org, &id), "T#lakeside#0123456789abcdef0123456789");
        assert_eq!(subscriber(&org, &id.subscriber()), "S#lakeside#0123456789abcdef");
        assert_eq!(once(&org, "twilio", "SM#1"), "O#lakeside#twilio#SM#1");
        assert_eq!(entry(7, None), "E#0000000007");
        assert_eq!(entry(12, Some(7)), "E#0000000007#0000000012");
        let at = message_at(&thread(&org, &id), "E#0000000007#HEAD").map(|m| m.to_string());
        assert_eq!(at.as_deref(), Some("lakeside.0123456789abcdef0123456789.7"));
        assert_eq!(
            message_at("S#lakeside#0123456789abcdef", "E#0000000007#HEAD"),
            None
        );
        assert_eq!(message_at(&thread(&org, &id), "HEAD"), None);
        let due = Timestamp::from_millisecond(1_795_000_000_123).unwrap_or_else(|e| panic!("{e}"));
        let place = ("U#1".to_owned(), "001795000000123".to_owned());
        assert_eq!(unsettled(&thread(&org, &id), due), place);
        assert_eq!(archive(3), "C#0000000003");
        assert_eq!((archived("C#0000000003"), archived("HEAD")), (Some(3), None));
        assert_eq!(part("T#lakeside#x", 3), "T#lakeside#x 3");
        let application_id = ApplicationId::parse("0123456789abcdef").unwrap_or_else(|e| panic!("{e}"));
        let person = PersonId::parse("b1").unwrap_or_else(|e| panic!("{e}"));
        let trigger = TriggerId::parse("stalled").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(application(&org, &application_id), "A#lakeside#0123456789abcdef");
        assert_eq!(link(&application_id, &person), "L#0123456789abcdef#b1");
        assert_eq!(counts(&org, &trigger), "R#lakeside#stalled");
        assert_eq!(count_shard(&application_id), "S#06");
        assert_eq!(secrets(&org), "K#lakeside");
        assert_eq!(triggers(&org), "TR#lakeside");
        assert_eq!(mail_stops(&org), "MS#lakeside");
        let member = id.subscriber();
        assert_eq!(unheard(&org, &member), "Q#lakeside#0123456789abcdef");
        assert_eq!(
            unheard_count(&org, &member, 690),
            "QC#lakeside#0123456789abcdef#690"
        );
        assert_eq!(
            quarantine_count(&org, Standing::Noise, 29_000_000),
            "QC#lakeside#29000000#noise"
        );
        assert_eq!(
            quarantined_webhook(Standing::Plausible, Timestamp::UNIX_EPOCH, 255),
            "2-000000000000000-00000000000000ff"
        );
    }

    #[test]
    fn noise_comes_last_in_quarantine_however_new() {
        let at = |standing, ms| {
            let at = Timestamp::from_millisecond(ms).unwrap_or_else(|e| panic!("{e}"));
            quarantined_webhook(standing, at, 0)
        };
        let ids = [
            at(Standing::Noise, 9_000),
            at(Standing::Plausible, 1_000),
            at(Standing::Plausible, 2_000),
            at(Standing::Signed, 500),
        ];
        assert!(ids.is_sorted());
        let (first, last) = quarantined(None);
        assert!(ids.iter().all(|id| first < &**id && &**id < last));
        for (standing, of) in [
            (Standing::Noise, &ids[..1]),
            (Standing::Plausible, &ids[1..3]),
            (Standing::Signed, &ids[3..]),
        ] {
            let (first, last) = quarantined(Some(standing));
            let within: Vec<_> = ids.iter().filter(|id| first < &***id && &***id < last).collect();
            assert_eq!(within, of.iter().collect::<Vec<_>>(), "{standing:?}");
        }
    }

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
