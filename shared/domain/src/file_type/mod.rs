//! What a file is, by its content and never by its name or what somebody claims (EL-20).

mod iso_media;
mod kind;
mod mpeg_audio;

pub use kind::FileType;

/// How much of a file's start tells its type, in bytes.
pub const TELLING_BYTES: usize = 8 * 1024;

/// Which bytes a file starts with, by type. Whole signatures, where general libraries are content with two or three letters.
///
/// Sources: the formats' own specifications; for voice RFC 4867 (5.) and RFC 3625.
const SIGNATURES: [(usize, &[u8], FileType); 9] = [
    (0, b"\xff\xd8\xff", FileType::Jpeg),
    (0, b"\x89PNG\r\n\x1a\n", FileType::Png),
    (0, b"GIF87a", FileType::Gif),
    (0, b"GIF89a", FileType::Gif),
    (8, b"WEBPVP8", FileType::Webp),
    (0, b"%PDF-", FileType::Pdf),
    (0, b"#!AMR\n", FileType::Amr),
    (0, b"#!AMR-WB\n", FileType::AmrWideband),
    (8, b"QLCMfmt ", FileType::Qcelp),
];

/// Types whose files are of the container RIFF.
const IN_RIFF: [FileType; 2] = [FileType::Webp, FileType::Qcelp];

/// As far into a file a PDF's header may stand, since what makes and sends PDFs puts lines and headers of its own before it. Source:
/// ISO 32000-1, annex H, implementation note 13.
const PDF_HEADER_WITHIN: usize = 1_024;

/// What no text that is taken in contains: a browser could take it for more than text.
const MARKUP: [&str; 7] = ["<!", "<?", "<html", "<svg", "<script", "<head", "<body"];

impl FileType {
    /// Every type.
    pub const ALL: [Self; 16] = [
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
        Self::AmrWideband,
        Self::Qcelp,
        Self::M4a,
        Self::Mp3,
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
            .filter(|kind| !IN_RIFF.contains(kind) || start.starts_with(b"RIFF"))
            .or_else(|| iso_media::kind(start))
            .or_else(|| mpeg_audio::is_mp3(start).then_some(Self::Mp3))
            .or_else(|| Self::of_late_pdf(start))
            .or_else(|| Self::of_text(start))
            .or_else(|| Self::of_old_vcard(start))
    }

    /// A PDF whose header comes after something else that is no markup.
    fn of_late_pdf(start: &[u8]) -> Option<Self> {
        let within = &start[..start.len().min(PDF_HEADER_WITHIN)];
        let at = within.windows(5).position(|five| five == b"%PDF-")?;
        (!has_markup(&String::from_utf8_lossy(&start[..at]))).then_some(Self::Pdf)
    }

    /// A business card in an encoding from before UTF-8, as older telephones write it. Every byte of Latin-1 is a character.
    fn of_old_vcard(start: &[u8]) -> Option<Self> {
        let text: String = start.iter().copied().map(char::from).collect();
        let is_card = text
            .trim_start()
            .get(..11)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("begin:vcard"));
        // In Latin-1 the second half of the controls is nothing; in its successors these bytes are quotation marks and dashes.
        let is_written = text.chars().all(|c| !c.is_ascii_control() || is_layout(c));
        (is_card && is_written && !has_markup(&text)).then_some(Self::VCard)
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
        if text.is_empty() || text.chars().any(|c| c.is_control() && !is_layout(c)) || has_markup(text) {
            return None;
        }
        Some(if text.trim_start().to_lowercase().starts_with("begin:vcard") {
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
            "audio/x-m4a" => Self::M4a,
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
            Self::AmrWideband => "audio/amr-wb",
            Self::Qcelp => "audio/qcelp",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
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
            Self::AmrWideband => "awb",
            Self::Qcelp => "qcp",
            Self::M4a => "m4a",
            Self::Mp3 => "mp3",
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

fn is_layout(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
}

fn has_markup(text: &str) -> bool {
    let lower = text.to_lowercase();
    MARKUP.iter().any(|markup| lower.contains(markup))
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
