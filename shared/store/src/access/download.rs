//! Download links: tokens that are derived and never kept, and the records that know them by their hashes.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use memberline_domain::thread::Message;
use memberline_domain::{AgentId, OrganisationId, ThreadId};
use zeroize::Zeroizing;

use crate::aggregate::commit::Commit;
use crate::aggregate::loaded::Loaded;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, b, bytes, n, number, s, text};
use crate::keys;
use crate::store::Store;

const TOKEN_LEN: usize = 32;

/// The secret of a download link: 256 bits, derived from the thread's data key and never stored. Whoever has it has the link.
#[derive(Clone)]
pub struct LinkToken(Zeroizing<[u8; TOKEN_LEN]>);

impl std::fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkToken(…)")
    }
}

impl LinkToken {
    /// Reads a token as a link carries it: 43 characters of URL-safe base 64 without padding, in their one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let mut token = Zeroizing::new([0; TOKEN_LEN]);
        if text.len() != 43 {
            return None;
        }
        let written = URL_SAFE_NO_PAD.decode_slice(text, token.as_mut_slice()).ok()?;
        (written == TOKEN_LEN).then_some(Self(token))
    }

    /// The token as a link carries it.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    fn hash(&self) -> [u8; TOKEN_LEN] {
        let mut hash = [0; TOKEN_LEN];
        hash.copy_from_slice(digest(&SHA256, self.0.as_slice()).as_ref());
        hash
    }

    /// What the link is known by: the first half of the token's SHA-256, as 32 hexadecimal digits. It opens nothing.
    pub fn link(&self) -> String {
        self.hash()[..16]
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }
}

/// What a download link leads to. Of its token only the hash is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadLink {
    pub organisation: OrganisationId,
    pub thread: ThreadId,
    /// The conversation that the message belongs to; 0 for none.
    pub conversation: u32,
    /// The message's place in the timeline.
    pub message: u64,
    /// The medium, from 1.
    pub index: u32,
    /// Who asked for it.
    pub agent: AgentId,
    /// Since when it works.
    pub issued_at: Timestamp,
    /// From when on it does not.
    pub expires_at: Timestamp,
}

/// How long the record of a link that expired is kept at least, so that whoever comes late is told so.
const KEPT_AFTER: SignedDuration = SignedDuration::from_hours(24);

impl DownloadLink {
    fn item(&self, token: &LinkToken) -> Item {
        Item::from([
            ("pk".to_owned(), s(keys::download_link(&token.link()))),
            ("sk".to_owned(), s(keys::ONLY)),
            ("v".to_owned(), n(1)),
            ("hash".to_owned(), b(token.hash().to_vec())),
            ("organisation".to_owned(), s(self.organisation.as_str())),
            ("thread".to_owned(), s(self.thread.as_str())),
            ("conversation".to_owned(), n(self.conversation)),
            ("message".to_owned(), n(self.message)),
            ("index".to_owned(), n(self.index)),
            ("agent".to_owned(), s(self.agent.as_str())),
            ("issued_at".to_owned(), s(self.issued_at.to_string())),
            ("expires_at".to_owned(), s(self.expires_at.to_string())),
            (
                "expires".to_owned(),
                n((self.expires_at + KEPT_AFTER).as_second()),
            ),
        ])
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        fn parsed<T, E>(
            item: &Item,
            name: &'static str,
            parse: impl FnOnce(&str) -> Result<T, E>,
        ) -> Result<T, StoreError> {
            parse(text(item, name)?).map_err(|_| StoreError::Malformed(name))
        }
        let small = |name| u32::try_from(number(item, name)?).map_err(|_| StoreError::Malformed(name));
        Ok(Self {
            organisation: parsed(item, "organisation", OrganisationId::parse)?,
            thread: parsed(item, "thread", ThreadId::parse)?,
            conversation: small("conversation")?,
            message: number(item, "message")?,
            index: small("index")?,
            agent: parsed(item, "agent", AgentId::parse)?,
            issued_at: parsed(item, "issued_at", str::parse)?,
            expires_at: parsed(item, "expires_at", str::parse)?,
        })
    }
}

impl Loaded<Message> {
    /// The token of the link that the entry at `seq` beside the message asks for. It follows from the data key of what the message
    /// says, so that whoever may open that can make it again, and nobody else.
    pub fn link_token(&self, seq: u64) -> Result<LinkToken, StoreError> {
        let within = Some(self.head.conversation).filter(|ordinal| *ordinal > 0);
        let key = self.keys().get(within).ok_or(StoreError::Malformed("data key"))?;
        let token = key.token(&format!(
            "download {} {}",
            self.pk,
            keys::entry(seq, Some(self.head.seq))
        ))?;
        Ok(LinkToken(Zeroizing::new(token)))
    }
}

impl Commit {
    /// Adds the record of a download link, in the table of what expires.
    pub fn link(&mut self, token: &LinkToken, link: &DownloadLink) -> Result<(), CommitError> {
        let put = Put::builder()
            .table_name(&self.access)
            .set_item(Some(link.item(token)))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(|_| StoreError::Malformed("link"))?;
        self.items.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }
}

impl Store {
    /// The link with this token, whether it works still or not. One consistent read.
    pub async fn download_link(&self, token: &LinkToken) -> Result<Option<DownloadLink>, StoreError> {
        let read = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.access)
            .key("pk", s(keys::download_link(&token.link())))
            .key("sk", s(keys::ONLY))
            .consistent_read(true);
        let answer = read.send().await.map_err(StoreError::dynamodb("GetItem"))?;
        let Some(item) = answer.item else {
            return Ok(None);
        };
        let kept = bytes(&item, "hash").ok_or(StoreError::Malformed("hash"))?;
        if verify_slices_are_equal(kept, &token.hash()).is_err() {
            return Ok(None);
        }
        DownloadLink::read(&item).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(byte: u8) -> LinkToken {
        LinkToken(Zeroizing::new([byte; TOKEN_LEN]))
    }

    #[test]
    fn a_token_has_one_spelling() {
        let text = token(7).text();
        assert_eq!(text.len(), 43);
        assert_eq!(LinkToken::parse(&text).map(|t| t.text()), Some(text.clone()));
        // The last character carries four bits; the other two of its six must be zero.
        let other = text[..42].to_owned() + "d";
        assert_ne!(other, text);
        assert!(LinkToken::parse(&other).is_none());
        for bad in [
            "",
            &text[..42],
            &(text.clone() + "="),
            &(text.clone() + "A"),
            &format!(" {}", &text[..42]),
            &text.replace("Bw", "+/"),
            &"A".repeat(10_240),
            &"é".repeat(22)[..42],
        ] {
            assert!(LinkToken::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        assert_eq!(format!("{:?}", token(7)), "LinkToken(…)");
        assert!(!token(7).text().contains(&token(7).link()));
    }

    #[test]
    fn what_is_stored_reads_back_and_holds_no_token() {
        let link = DownloadLink {
            organisation: OrganisationId::parse("lakeside").unwrap(),
            thread: ThreadId::parse("0123456789abcdef0123456789").unwrap(),
            conversation: 2,
            message: 7,
            index: 1,
            agent: AgentId::parse("maria").unwrap(),
            issued_at: "2026-11-22T10:00:00.001Z".parse().unwrap(),
            expires_at: "2026-11-22T11:00:00.001Z".parse().unwrap(),
        };
        let item = link.item(&token(7));
        assert_eq!(DownloadLink::read(&item).unwrap(), link);
        assert_eq!(item["pk"], s("D#4bb06f8e4e3a7715d201d573d0aa4237"));
        assert_eq!(item["expires"], n(1_795_431_600_u64), "a day later");
        let shown = format!("{item:?}");
        assert!(!shown.contains(&token(7).text()) && !shown.contains("[7, 7, 7"));
        for name in [
            "organisation",
            "thread",
            "conversation",
            "message",
            "index",
            "agent",
            "issued_at",
            "expires_at",
        ] {
            let mut lacking = item.clone();
            lacking.remove(name);
            assert!(DownloadLink::read(&lacking).is_err(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn hostile_text_is_no_token(text in ".{0,60}") {
            prop_assert!(LinkToken::parse(&text).is_none_or(|token| token.text() == text));
        }
    }
}
