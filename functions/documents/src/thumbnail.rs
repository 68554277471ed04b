//! Thumbnails of what members send: small, without anything of the original but its picture, and made in bounded memory.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use memberline_domain::file_type::FileType;

/// The most bytes of a picture that a thumbnail is made of.
pub const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The longest side of a thumbnail, in pixels.
pub const SIDE: u32 = 320;

/// The most pixels that a picture may have: a telephone's photo of 12 million, with some to spare. Decoded, four bytes each.
const MOST_PIXELS: u64 = 16_000_000;

/// The longest side that a picture may have, in pixels.
const LONGEST_SIDE: u32 = 20_000;

/// The most memory that a decoder may take, in bytes.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;

/// The quality of a thumbnail, 1 to 100.
const QUALITY: u8 = 78;

/// Why there is no thumbnail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoThumbnail {
    /// There are none of such files.
    #[error("there are no thumbnails of such files")]
    NotAPicture,
    /// It has too many pixels.
    #[error("the picture has too many pixels")]
    TooLarge,
    /// It cannot be read.
    #[error("the picture cannot be read")]
    Unreadable,
}

fn format(kind: FileType) -> Option<ImageFormat> {
    match kind {
        FileType::Jpeg => Some(ImageFormat::Jpeg),
        FileType::Png => Some(ImageFormat::Png),
        FileType::Gif => Some(ImageFormat::Gif),
        FileType::Webp => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// Makes a thumbnail: a JPEG of at most [`SIDE`] pixels each way, turned as the camera was held, of the first picture if it moves.
pub fn make(kind: FileType, content: &[u8]) -> Result<Vec<u8>, NoThumbnail> {
    let format = format(kind).ok_or(NoThumbnail::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| NoThumbnail::Unreadable)?;
    let (width, height) = decoder.dimensions();
    // Before anything is decoded: a small file may stand for a picture of gigabytes.
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(NoThumbnail::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| NoThumbnail::Unreadable)?;
    let mut small = if width > SIDE || height > SIDE {
        picture.thumbnail(SIDE, SIDE)
    } else {
        picture
    };
    small.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&on_white(&small))
        .map_err(|_| NoThumbnail::Unreadable)?;
    Ok(jpeg)
}

/// The picture as it looks on white paper: a JPEG has nothing see-through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |colour: u8| {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests;
