//! Pictures that agents send, within what the carrier takes.

use proptest::prelude::*;
use serde_json::json;

use super::story::*;
use crate::thread::{
    ComposeRefusal, Composing, PictureId, PictureRefusal, StoredFile, ThreadEvent, attachments, carrier_media,
};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a map";

fn picture(story: &Story, content: &[u8], carrier: &str) -> Result<PictureId, PictureRefusal> {
    PictureId::of(content, &story.organisation, carrier, [7; 16])
}

fn of_bytes(bytes: usize) -> PictureId {
    format!("{:032x}-jpg-{bytes}", 7).parse().unwrap()
}

fn sends(
    story: &mut Story,
    text: &str,
    pictures: &[PictureId],
    carrier: &str,
) -> Result<u64, ComposeRefusal> {
    let wish = Composing {
        organisation: &story.organisation,
        ordinal: story.ordinal(),
        agent: &maria(),
        text,
        pictures,
        carrier,
    };
    let change = story.thread().compose(wish, &story.subscriber, story.now)?;
    story.commit(&change, None);
    Ok(story.seq())
}

#[test]
fn a_picture_goes_out_with_words_or_without() {
    let mut story = Story::claimed();
    let picture = picture(&story, JPEG, "twilio").unwrap();
    for (text, preview) in [("here is the map", "here is the map"), ("", "Picture or file")] {
        let seq = sends(&mut story, text, std::slice::from_ref(&picture), "twilio").unwrap();
        assert_eq!(story.thread().secret.preview, preview);
        let message = story.message(seq);
        assert_eq!(message.pictures.len(), 1);
        let media = attachments(&story.line().entries, seq);
        assert!(media[0].is_ready());
        let file = media[0].file.clone().unwrap();
        assert_eq!(
            (file.content_type.as_str(), file.bytes),
            ("image/jpeg", JPEG.len() as u64)
        );
        let thread = &story.thread().id;
        assert_eq!(file.object, format!("out/lakeside/{thread}/{picture}"));
        assert_eq!(media[0].thumbnail(), Some(file.object));
    }
    assert!(matches!(
        sends(&mut story, " ", &[], "twilio"),
        Err(ComposeRefusal::Text(_))
    ));
}

#[test]
fn what_the_carrier_does_not_take_is_refused() {
    let mut story = Story::claimed();
    for carrier in ["twilio", "telnyx"] {
        let media = carrier_media(carrier);
        let most = usize::try_from(media.bytes_out).unwrap();
        let whole = [JPEG, &vec![0; most - JPEG.len()]].concat();
        assert!(picture(&story, &whole, carrier).is_ok());
        let over = [whole.as_slice(), b"x"].concat();
        assert_eq!(
            picture(&story, &over, carrier),
            Err(PictureRefusal::TooLarge {
                limit: media.bytes_out,
                bytes: media.bytes_out + 1
            })
        );
        let many = vec![of_bytes(1); media.pictures_out + 1];
        let refused = sends(&mut story, "hi", &many, carrier);
        assert_eq!(
            refused,
            Err(PictureRefusal::TooMany {
                limit: media.pictures_out
            }
            .into())
        );
        assert!(sends(&mut story, "hi", &many[1..], carrier).is_ok());
        let together = vec![of_bytes(most); 2];
        assert!(matches!(
            sends(&mut story, "hi", &together, carrier),
            Err(ComposeRefusal::Pictures(PictureRefusal::TooLarge { .. }))
        ));
    }
    for content in [
        b"".as_slice(),
        b"%PDF-1.7",
        b"<svg/>",
        b"PK\x03\x04",
        b"RIFF\0\0\0\0WEBPVP8 ",
    ] {
        assert_eq!(
            picture(&story, content, "twilio"),
            Err(PictureRefusal::NotAPicture)
        );
    }
    story.organisation.documents.mms = false;
    assert_eq!(picture(&story, JPEG, "twilio"), Err(PictureRefusal::Off));
    let sent = sends(&mut story, "hi", &[of_bytes(1)], "twilio");
    assert_eq!(sent, Err(PictureRefusal::Off.into()));
}

#[test]
fn stored_pictures_are_read() {
    let stored = json!({
        "kind": "message_out", "conversation": 1, "by": {"kind": "agent", "agent": "maria"}, "purpose": "reply",
        "encoding": "gsm7", "carrier_segments": 1, "plan_units": 1,
        "pictures": [{"object": "out/lakeside/t/x-jpg-9", "content_type": "image/jpeg", "bytes": 9}],
    });
    let ThreadEvent::MessageOut { pictures, .. } = crate::stored_form::reads_entry(&stored) else {
        panic!("a message")
    };
    assert_eq!(
        pictures,
        [StoredFile {
            object: "out/lakeside/t/x-jpg-9".to_owned(),
            content_type: "image/jpeg".to_owned(),
            bytes: 9,
        }]
    );
}

proptest! {
    #[test]
    fn an_id_is_read_back_and_names_an_object_of_its_thread_only(random in any::<[u8; 16]>(), any in "\\PC{0,60}") {
        let story = Story::new();
        let id = PictureId::of(JPEG, &story.organisation, "twilio", random).unwrap();
        prop_assert_eq!(id.to_string().parse::<PictureId>(), Ok(id));
        if let Ok(id) = any.parse::<PictureId>() {
            prop_assert!(!id.to_string().contains(['/', '.']));
        }
    }
}

#[test]
fn ids_that_lead_elsewhere_are_refused() {
    let name = "0".repeat(32);
    for id in [
        String::new(),
        format!("{name}-svg-1"),
        format!("{name}-jpg-0"),
        format!("{name}-jpg-01"),
        format!("{name}-jpg-+1"),
        format!("{name}-jpg-1/../../x"),
        format!("../{}-jpg-1", &name[3..]),
        format!("{}-jpg-1", "A".repeat(32)),
        format!("{name}-jpg"),
    ] {
        assert!(id.parse::<PictureId>().is_err(), "{id}");
    }
}
