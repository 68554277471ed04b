//! Pictures that agents send.

use std::fmt;
use std::str::FromStr;

use crate::directory::Organisation;
use crate::file_type::FileType;
use crate::id::{OrganisationId, ThreadId};
use crate::thread::{MalformedKey, StoredFile, carrier_media};

/// Why pictures cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefusal {
    /// The organisation has picture messages switched off.
    #[error("picture messages are switched off")]
    Off,
    /// There are more than the carrier takes in one message.
    #[error("there are too many pictures")]
    TooMany {
        /// The most in one message.
        limit: usize,
    },
    /// One is, or all are together, larger than what the carrier takes.
    #[error("the pictures are too large")]
    TooLarge {
        /// The most bytes.
        limit: u64,
        bytes: u64,
    },
    /// It is, by its content, no picture that handsets show.
    #[error("the file is no picture that can be sent")]
    NotAPicture,
    /// It is of no upload.
    #[error("there is no such picture")]
    Unknown,
}

impl PictureRefusal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Off => "pictures_off",
            Self::TooMany { .. } => "too_many_pictures",
            Self::TooLarge { .. } => "picture_too_large",
            Self::NotAPicture => "picture_type_not_allowed",
            Self::Unknown => "picture_not_found",
        }
    }
}

/// The id of an uploaded picture, which tells its type and size, so that nothing need be looked up to send it. It is a part of
/// the object's key: one that was made up names no object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureId {
    name: String,
    kind: FileType,
    bytes: u64,
}

impl PictureId {
    /// The types of the pictures that agents may send: those that all carriers support and every handset shows.
    pub const TYPES: [FileType; 3] = [FileType::Jpeg, FileType::Png, FileType::Gif];

    /// The id of a picture that an agent uploads for a number of `carrier`. `random` makes it unguessable.
    pub fn of(
        content: &[u8],
        organisation: &Organisation,
        carrier: &str,
        random: [u8; 16],
    ) -> Result<Self, PictureRefusal> {
        if !organisation.documents.mms {
            return Err(PictureRefusal::Off);
        }
        let (limit, bytes) = (
            carrier_media(carrier).bytes_out,
            u64::try_from(content.len()).unwrap_or(u64::MAX),
        );
        if bytes > limit {
            return Err(PictureRefusal::TooLarge { limit, bytes });
        }
        let kind = FileType::of(content).filter(|kind| Self::TYPES.contains(kind));
        Ok(Self {
            name: format!("{:032x}", u128::from_be_bytes(random)),
            kind: kind.ok_or(PictureRefusal::NotAPicture)?,
            bytes,
        })
    }

    /// Where it is kept, and what it is.
    pub fn file(&self, organisation: &OrganisationId, thread: &ThreadId) -> StoredFile {
        StoredFile {
            object: format!("out/{organisation}/{thread}/{self}"),
            content_type: self.kind.content_type().to_owned(),
            bytes: self.bytes,
        }
    }

    /// Whether these pictures can go out in one message.
    pub fn check(
        pictures: &[Self],
        organisation: &Organisation,
        carrier: &str,
    ) -> Result<(), PictureRefusal> {
        let media = carrier_media(carrier);
        if pictures.is_empty() {
            return Ok(());
        }
        if !organisation.documents.mms {
            return Err(PictureRefusal::Off);
        }
        if pictures.len() > media.pictures_out {
            return Err(PictureRefusal::TooMany {
                limit: media.pictures_out,
            });
        }
        let in_all = pictures.iter().fold(0_u64, |sum, p| sum.saturating_add(p.bytes));
        let largest = pictures.iter().map(|p| p.bytes).max().unwrap_or_default();
        for (limit, bytes) in [(media.bytes_out, largest), (media.bytes_out_in_all, in_all)] {
            if bytes > limit {
                return Err(PictureRefusal::TooLarge { limit, bytes });
            }
        }
        Ok(())
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.name, self.kind.extension(), self.bytes)
    }
}

impl FromStr for PictureId {
    type Err = MalformedKey;

    fn from_str(id: &str) -> Result<Self, MalformedKey> {
        let mut parts = id.splitn(3, '-');
        let (Some(name), Some(kind), Some(bytes)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(MalformedKey);
        };
        let hexadecimal = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let kind = Self::TYPES.into_iter().find(|known| known.extension() == kind);
        let read = Self {
            name: name.to_owned(),
            kind: kind.ok_or(MalformedKey)?,
            bytes: bytes.parse().map_err(|_| MalformedKey)?,
        };
        if name.len() == 32 && name.bytes().all(hexadecimal) && read.bytes > 0 && read.to_string() == id {
            Ok(read)
        } else {
            Err(MalformedKey)
        }
    }
}
