//! What carriers carry in a picture message. As of 2026-11.
//!
//! Sources: <https://www.twilio.com/docs/messaging/guides/accepted-mime-types> (5 MB in all, ten media; JPEG, PNG and GIF are
//! made to fit the handset), <https://www.twilio.com/docs/messaging/api/media-resource>,
//! <https://developers.telnyx.com/docs/messaging/messages/mms-transcoding> (ten media; what the handsets' carriers take from a
//! long code: 1 MB at AT&T and Verizon), <https://support.telnyx.com/en/articles/4450150-mms-faqs> (less than 1 MB in all,
//! ideally 100 KB less).

/// When the limits were looked up.
pub const LIMITS_AS_OF: &str = "2026-11-22";

/// What a carrier carries in a picture message, and does with it afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarrierMedia {
    /// The most bytes of one medium that come in. Wider than what the carriers say: what a member could send is kept.
    pub bytes_in: u64,
    /// The most pictures in one message that goes out.
    pub pictures_out: usize,
    /// The most bytes of one picture that goes out.
    pub bytes_out: u64,
    /// The most bytes of all pictures of one message that goes out.
    pub bytes_out_in_all: u64,
    /// Whether it erases a message and its media when told to.
    pub erases: bool,
}

const TWILIO: CarrierMedia = CarrierMedia {
    bytes_in: 5 * 1024 * 1024,
    pictures_out: 10,
    // A request to a function is 6 MB at most, in base 64.
    bytes_out: 4_000_000,
    bytes_out_in_all: 5_000_000,
    erases: true,
};

const TELNYX: CarrierMedia = CarrierMedia {
    bytes_in: 5 * 1024 * 1024,
    pictures_out: 10,
    bytes_out: 900_000,
    bytes_out_in_all: 900_000,
    // It offers redaction of a whole messaging profile instead, and keeps what it does not redact for days only.
    erases: false,
};

/// What the carrier of that name carries, if that was looked up.
pub fn known_carrier_media(carrier: &str) -> Option<&'static CarrierMedia> {
    match carrier {
        "twilio" => Some(&TWILIO),
        "telnyx" => Some(&TELNYX),
        _ => None,
    }
}

/// What the carrier of that name carries; for one that is not known here, the least that any carries.
pub fn carrier_media(carrier: &str) -> &'static CarrierMedia {
    known_carrier_media(carrier).unwrap_or(&TELNYX)
}
