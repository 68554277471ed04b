//! What a file is, by its content and never by its name or what somebody claims (EL-20).

/// A type of file that is taken in. Anything else, such as SVG, HTML and archives, is not: it can do something when opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileType {
    /// A photo or a scan.
    Jpeg,
    /// A screenshot.
    Png,
    /// A picture, moving or not.
    Gif,
    /// A picture.
    Webp,
    /// A photo of a newer telephone: HEIC or HEIF.
    Heif,
    /// A document.
    Pdf,
    /// A film.
    Mp4,
    /// A film of an older telephone.
    ThreeGpp,
    /// A film of an iPhone.
    QuickTime,
    /// A voice message.
    Amr,
    /// A business card.
    VCard,
    /// A text that was too long for a text message.
    Text,
}

/// How much of a file's start tells its type, in bytes.
pub const TELLING_BYTES: usize = 8 * 1024;

/// Where in a file which bytes stand, by type. Whole signatures, where general libraries are content with two or three letters.
///
/// Sources: the formats' own specifications; for the brands of ISO media files <https://mp4ra.org/registered-types/brands>.
const SIGNATURES: [(usize, &[u8], FileType); 28] = [
    (0, b"\xff\xd8\xff", FileType::Jpeg),
    (0, b"\x89PNG\r\n\x1a\n", FileType::Png),
    (0, b"GIF87a", FileType::Gif),
    (0, b"GIF89a", FileType::Gif),
    (8, b"WEBPVP8", FileType::Webp),
    (0, b"%PDF-", FileType::Pdf),
    (0, b"#!AMR\n", FileType::Amr),
    (4, b"ftypheic", FileType::Heif),
    (4, b"ftypheix", FileType::Heif),
    (4, b"ftypheim", FileType::Heif),
    (4, b"ftypheis", FileType::Heif),
    (4, b"ftypmif1", FileType::Heif),
    (4, b"ftyp3gp", FileType::ThreeGpp),
    (4, b"ftyp3g2", FileType::ThreeGpp),
    (4, b"ftypqt  ", FileType::QuickTime),
    (4, b"ftypmp41", FileType::Mp4),
    (4, b"ftypmp42", FileType::Mp4),
    (4, b"ftypmp4v", FileType::Mp4),
    (4, b"ftypisom", FileType::Mp4),
    (4, b"ftypiso2", FileType::Mp4),
    (4, b"ftypiso3", FileType::Mp4),
    (4, b"ftypiso4", FileType::Mp4),
    (4, b"ftypiso5", FileType::Mp4),
    (4, b"ftypiso6", FileType::Mp4),
    (4, b"ftypavc1", FileType::Mp4),
    (4, b"ftypM4V ", FileType::Mp4),
    (4, b"ftypM4VH", FileType::Mp4),
    (4, b"ftypM4VP", FileType::Mp4),
];

/// What no text that is taken in contains: a browser could take it for more than text.
const MARKUP: [&str; 7] = ["<!", "<?", "<html", "<svg", "<script", "<head", "<body"];

impl FileType {
    /// Every type.
    pub const ALL: [Self; 12] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::Webp,
        Self::Heif,
        Self::Pdf,
        Self::Mp4,
        Self::ThreeGpp,
        Self::QuickTime,
        Self::Amr,
        Self::VCard,
        Self::Text,
    ];

    /// The type of a file that starts with these bytes ([`TELLING_BYTES`] of them, or all if it has less); `None` for one that
    /// is not taken in.
    pub fn of(start: &[u8]) -> Option<Self> {
        let start = &start[..start.len().min(TELLING_BYTES)];
        SIGNATURES
            .iter()
            .find(|(at, signature, _)| start.get(*at..).is_some_and(|rest| rest.starts_with(signature)))
            .map(|(_, _, kind)| *kind)
            .filter(|kind| *kind != Self::Webp || start.starts_with(b"RIFF"))
            .or_else(|| Self::of_text(start))
    }

    fn of_text(start: &[u8]) -> Option<Self> {
        let text = match std::str::from_utf8(start) {
            Ok(text) => text,
            // The last character may be cut in two.
            Err(error) if start.len() == TELLING_BYTES && error.valid_up_to() + 4 > start.len() => {
                std::str::from_utf8(&start[..error.valid_up_to()]).ok()?
            }
            Err(_) => return None,
        };
        let text = text.trim_start_matches('\u{feff}');
        if text.is_empty()
            || text
                .chars()
                .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return None;
        }
        let lower = text.to_lowercase();
        if MARKUP.iter().any(|markup| lower.contains(markup)) {
            return None;
        }
        Some(if lower.trim_start().starts_with("begin:vcard") {
            Self::VCard
        } else {
            Self::Text
        })
    }

    /// The type of that name.
    pub fn of_content_type(name: &str) -> Option<Self> {
        Some(match name {
            "image/heif" | "image/heic" => Self::Heif,
            "video/x-m4v" => Self::Mp4,
            _ => return Self::ALL.into_iter().find(|kind| kind.content_type() == name),
        })
    }

    /// Its name, as it is served.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heif => "image/heif",
            Self::Pdf => "application/pdf",
            Self::Mp4 => "video/mp4",
            Self::ThreeGpp => "video/3gpp",
            Self::QuickTime => "video/quicktime",
            Self::Amr => "audio/amr",
            Self::VCard => "text/vcard",
            Self::Text => "text/plain",
        }
    }

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Heif => "heic",
            Self::Pdf => "pdf",
            Self::Mp4 => "mp4",
            Self::ThreeGpp => "3gp",
            Self::QuickTime => "mov",
            Self::Amr => "amr",
            Self::VCard => "vcf",
            Self::Text => "txt",
        }
    }

    /// Whether a thumbnail can be made of it.
    pub fn has_thumbnail(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp)
    }

    /// Whether it is a picture, which the permission to see pictures is about (IN-19).
    pub fn is_picture(self) -> bool {
        self.has_thumbnail() || self == Self::Heif
    }
}

/// A file's name as it may be kept: the last part of a path, without what a file system or a header could take for
/// something else, at most 100 characters. `None` when nothing is left.
pub fn file_name(given: &str) -> Option<String> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '(' | ')' | '&' | ',' | '+'))
        .take(100)
        .collect();
    let kept = kept.trim_matches([' ', '.']);
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests;
