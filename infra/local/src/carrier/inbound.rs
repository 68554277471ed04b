//! A member texts.

use std::sync::Arc;

use memberline_carriers::Carrier as Kind;

use super::behaviour::OptOut;
use super::book::{Direction, Erased, Message, Status};
use super::id;
use super::network::Carrier;
use super::opt_out::{self, Keyword};

/// What a member sends.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The member's number.
    pub member: String,
    /// The institution's number.
    pub number: String,
    /// The words.
    pub text: String,
    /// Addresses of attachments, or names of samples.
    pub media: Vec<String>,
}

impl Carrier {
    /// Carries a member's text to the institution: on the handset at once, by webhook a moment later.
    /// `None` when nobody has the number.
    pub fn text(self: &Arc<Self>, text: Composed) -> Option<Message> {
        let kind = self.known.carrier_of(&text.number)?;
        let id = match kind {
            Kind::Twilio if text.media.is_empty() => id::sid("SM"),
            Kind::Twilio => id::sid("MM"),
            Kind::Telnyx => id::uuid(),
        };
        let media = text.media.into_iter().map(|media| self.address(media)).collect();
        let message = Message {
            id,
            carrier: kind,
            direction: Direction::In,
            member: text.member,
            number: text.number,
            text: text.text,
            media,
            at: self.now(),
            status: Status::Received,
            callback: None,
            lost: false,
            erased: Erased::default(),
        };
        self.change(|book| book.add(message.clone()));
        let keyword = self.act_on_keyword(&message);
        let (carrier, sent) = (Arc::clone(self), message.clone());
        tokio::spawn(async move {
            match sent.carrier {
                Kind::Twilio => carrier.announce_twilio(&sent, keyword).await,
                Kind::Telnyx => carrier.announce_telnyx(&sent, keyword).await,
            }
        });
        Some(message)
    }

    /// The full address of an attachment.
    fn address(&self, media: String) -> String {
        if media.contains("://") {
            media
        } else {
            format!("{}/carrier/media/{media}", self.machine())
        }
    }

    /// What the carrier itself makes of STOP, START and HELP; the keyword that it says it answered, if it does.
    fn act_on_keyword(&self, message: &Message) -> Option<Keyword> {
        let tells = match self.behaviour().opt_out {
            OptOut::Application => return None,
            OptOut::Carrier => false,
            OptOut::CarrierTells => true,
        };
        let keyword = match message.carrier {
            Kind::Twilio => opt_out::twilio(&message.text),
            Kind::Telnyx => opt_out::telnyx(&message.text, tells),
        }?;
        let scope = scope(message);
        self.change(|book| match keyword {
            Keyword::Stop => book.block(&message.member, scope),
            Keyword::Start => book.unblock(&message.member, scope),
            Keyword::Help => {}
        });
        let answer = Message {
            id: match message.carrier {
                Kind::Twilio => id::sid("SM"),
                Kind::Telnyx => id::uuid(),
            },
            direction: Direction::Out,
            text: keyword.answer().to_owned(),
            media: Vec::new(),
            status: Status::Delivered,
            at: self.now(),
            ..message.clone()
        };
        self.change(|book| book.add(answer));
        tells.then_some(keyword)
    }
}

/// What a block holds for: a number at Twilio, the messaging profile and so every number at Telnyx.
pub fn scope(message: &Message) -> &str {
    match message.carrier {
        Kind::Twilio => &message.number,
        Kind::Telnyx => "telnyx",
    }
}
