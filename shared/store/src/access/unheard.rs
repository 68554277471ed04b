//! Texts that came and could not be trusted, by the number that they claim to come from: evidence shows them, and what may be a
//! member's word about consent outlives the quarantine.

use jiff::{SignedDuration, Timestamp};
use memberline_domain::consent::Subscriber;
use memberline_domain::evidence::Unheard;
use memberline_domain::thread::Thread;
use memberline_domain::{PhoneNumber, SubscriberId, ThreadId};
use serde::{Deserialize, Serialize};

use crate::access::count::Count;
use crate::access::quarantine;
use crate::access::record::Record;
use crate::aggregate::wanted::Wanted;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::number;
use crate::keys;
use crate::store::Store;

/// How long what may be a member's word about consent is kept: the four years in which a claim can be brought (28 U.S.C. 1658(a)), and
/// one more in which it is heard.
pub const KEPT_AS_EVIDENCE: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

/// How many texts that claim to come from one number are kept in thirty days. Whoever knows a member's number may send more.
pub const MOST_OF_A_NUMBER: u32 = 200;

/// A text in quarantine, as far as it is read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untrusted<'a> {
    /// The id of its webhook in quarantine.
    pub id: &'a str,
    /// The stable code of why it was not trusted.
    pub reason: &'a str,
    /// The carrier whose path it came to.
    pub carrier: &'a str,
    /// Who texted, as it claims.
    pub theirs: &'a PhoneNumber,
    pub ours: &'a PhoneNumber,
    /// The carrier's id of it, as it claims.
    pub carrier_message_id: &'a str,
    /// What it says, with a subject on the first line if it has one.
    pub text: &'a str,
    /// Whether it may be a member's word about consent.
    pub concerns_consent: bool,
}

/// What is sealed of it.
#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(rename = "carrier")]
    carrier: String,
    #[serde(rename = "number")]
    number: PhoneNumber,
    #[serde(rename = "id")]
    carrier_message_id: String,
    #[serde(rename = "text")]
    text: String,
}

impl Store {
    /// Keeps a text that was put into quarantine at `now`, for the evidence of the number that it claims to come from: as long as its
    /// webhook, or, if it may be a word about consent of a number that is known here, for [`KEPT_AS_EVIDENCE`]. `false` when there are
    /// too many of the number.
    pub async fn keep_unheard(
        &self,
        tenant: &Tenant,
        untrusted: &Untrusted<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let subscriber = tenant.subscriber_id(untrusted.theirs);
        let count = Count {
            pk: keys::unheard_count(tenant.id(), &subscriber, now.as_second().div_euclid(30 * 86_400)),
            most: MOST_OF_A_NUMBER,
            expires: now + SignedDuration::from_hours(31 * 24),
        };
        if !self.count_up(count).await? {
            return Ok(false);
        }
        let thread = tenant.thread_id(untrusted.ours, untrusted.theirs);
        let lasts = if untrusted.concerns_consent && self.knows(tenant, &subscriber, &thread).await? {
            KEPT_AS_EVIDENCE
        } else {
            quarantine::KEPT_FOR
        };
        let pk = keys::unheard(tenant.id(), &subscriber);
        let record = Record {
            id: untrusted.id.to_owned(),
            received_at: now,
            reason: untrusted.reason.to_owned(),
            content: Content {
                carrier: untrusted.carrier.to_owned(),
                number: untrusted.ours.clone(),
                carrier_message_id: untrusted.carrier_message_id.to_owned(),
                text: untrusted.text.to_owned(),
            },
        };
        self.keep_record(tenant, &pk, record, (now + lasts, &[])).await?;
        Ok(true)
    }

    /// Whether anything is stored of the number, or of its thread with this number of ours.
    async fn knows(
        &self,
        tenant: &Tenant,
        subscriber: &SubscriberId,
        thread: &ThreadId,
    ) -> Result<bool, StoreError> {
        let wanted = Wanted::of(tenant)
            .head::<Subscriber>(subscriber)
            .head::<Thread>(thread);
        Ok(!self.load(wanted).await?.is_empty())
    }

    /// The texts in quarantine that claim to come from a number, in the order in which they came. What expired is left out, whether or
    /// not the table has deleted it yet.
    pub(crate) async fn unheard(
        &self,
        tenant: &Tenant,
        theirs: &PhoneNumber,
        now: Timestamp,
    ) -> Result<Vec<Unheard>, StoreError> {
        let pk = keys::unheard(tenant.id(), &tenant.subscriber_id(theirs));
        let mut found: Vec<Unheard> = Vec::new();
        for item in self.partition(&self.tables.access, pk).await? {
            if number(&item, "expires")? > u64::try_from(now.as_second()).unwrap_or(0) {
                found.push(self.read_record(tenant, &item).await?.into());
            }
        }
        found.sort_by(|a, b| (a.received_at, &a.id).cmp(&(b.received_at, &b.id)));
        Ok(found)
    }
}

impl From<Record<Content>> for Unheard {
    fn from(record: Record<Content>) -> Self {
        Self {
            id: record.id,
            received_at: record.received_at,
            reason: record.reason,
            carrier: record.content.carrier,
            number: record.content.number,
            carrier_message_id: record.content.carrier_message_id,
            text: record.content.text,
        }
    }
}
