//! The types of files that are taken in.

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
    /// A voice message of a newer telephone.
    AmrWideband,
    /// A voice message of an older telephone.
    Qcelp,
    /// A voice message of an iPhone.
    M4a,
    /// A recording.
    Mp3,
    /// A business card.
    VCard,
    /// A text that was too long for a text message.
    Text,
}
