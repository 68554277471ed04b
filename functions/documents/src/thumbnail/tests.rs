//! Pictures as telephones take them, and as somebody who means harm would make them.

use image::{GenericImageView as _, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32) -> DynamicImage {
    let at = |x: u32, y: u32| {
        Rgba([
            u8::try_from(x % 256).unwrap(),
            u8::try_from(y % 256).unwrap(),
            90,
            255,
        ])
    };
    DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, at))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = match format {
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(picture.to_rgb8()),
        _ => picture.clone(),
    };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn decoded(jpeg: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap()
}

/// A JPEG with an Exif segment put in: `payload` after the `Exif` mark.
fn with_exif(jpeg: &[u8], payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 8).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, b"Exif\0\0", payload, &jpeg[2..]].concat()
}

/// The Exif of a camera that was held so.
fn exif(orientation: u8) -> Vec<u8> {
    [
        b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0],
        b"a secret place",
    ]
    .concat()
}

#[test]
fn el_20_each_kind_of_picture_gets_a_small_one() {
    let original = picture(900, 450);
    for (kind, format) in [
        (FileType::Jpeg, ImageFormat::Jpeg),
        (FileType::Png, ImageFormat::Png),
        (FileType::Gif, ImageFormat::Gif),
        (FileType::Webp, ImageFormat::WebP),
    ] {
        let small = decoded(&make(kind, &encoded(&original, format)).unwrap());
        assert_eq!(small.dimensions(), (320, 160), "{kind:?}");
    }
    let tiny = make(FileType::Png, &encoded(&picture(3, 2), ImageFormat::Png)).unwrap();
    assert_eq!(decoded(&tiny).dimensions(), (3, 2), "is not made larger");
    assert_eq!(make(FileType::Pdf, b"%PDF-"), Err(NoThumbnail::NotAPicture));
}

#[test]
fn el_20_a_photo_is_turned_as_the_camera_was_held_and_keeps_nothing_else() {
    let jpeg = encoded(&picture(600, 300), ImageFormat::Jpeg);
    for (orientation, size) in [
        (1, (320, 160)),
        (3, (320, 160)),
        (6, (160, 320)),
        (8, (160, 320)),
        (99, (320, 160)),
    ] {
        let small = make(FileType::Jpeg, &with_exif(&jpeg, &exif(orientation))).unwrap();
        assert_eq!(decoded(&small).dimensions(), size, "{orientation}");
        assert!(
            !small.windows(4).any(|w| w == b"Exif" || w == b"plac"),
            "no metadata"
        );
    }
}

#[test]
fn el_20_what_is_see_through_lies_on_white() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
    let small = decoded(&make(FileType::Png, &encoded(&clear, ImageFormat::Png)).unwrap());
    assert!(small.pixels().all(|(_, _, pixel)| pixel.0[0] > 250));
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, kind.as_slice(), data, &(!crc).to_be_bytes()].concat()
}

/// A PNG that announces this size.
fn announced(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &chunk(*b"IHDR", &header),
        &chunk(*b"IDAT", data),
        &chunk(*b"IEND", b""),
    ]
    .concat()
}

#[test]
fn el_20_a_picture_of_gigabytes_in_a_small_file_is_left_alone() {
    for (width, height) in [
        (60_000, 60_000),
        (20_000, 20_000),
        (4_001, 4_000),
        (u32::MAX >> 1, 1),
        (1, 30_000),
    ] {
        let bomb = announced(width, height, b"\x78\x9c\x03\x00\x00\x00\x00\x01");
        assert!(make(FileType::Png, &bomb).is_err(), "{width}x{height}");
    }
    // Each of some thousand frames of a GIF is the whole screen; only the first is looked at.
    let mut gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..1_000 {
        gif.extend(b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0");
    }
    gif.push(0x3b);
    assert!(make(FileType::Gif, &gif).is_err());
}

#[test]
fn el_20_exif_that_leads_in_circles_or_nowhere_does_no_harm() {
    let jpeg = encoded(&picture(40, 20), ImageFormat::Jpeg);
    let circle = b"MM\0\x2a\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08".to_vec();
    let nowhere = b"MM\0\x2a\xff\xff\xff\xff".to_vec();
    let many = [b"MM\0\x2a\0\0\0\x08\xff\xff".as_slice(), &vec![0x11; 60_000]].concat();
    for payload in [circle, nowhere, many, vec![0; 60_000], Vec::new()] {
        assert!(make(FileType::Jpeg, &with_exif(&jpeg, &payload)).is_ok());
    }
    let mut bomb = jpeg.clone();
    for _ in 0..60 {
        bomb = with_exif(&bomb, &vec![0x41; 60_000]);
    }
    assert!(make(FileType::Jpeg, &bomb).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn el_20_a_picture_that_is_cut_or_spoilt_has_a_thumbnail_or_none(
        at in any::<prop::sample::Index>(), cut in any::<bool>(), byte in any::<u8>(),
        format in prop::sample::select(vec![
            (FileType::Jpeg, ImageFormat::Jpeg), (FileType::Png, ImageFormat::Png),
            (FileType::Gif, ImageFormat::Gif), (FileType::Webp, ImageFormat::WebP),
        ]),
    ) {
        let mut bytes = encoded(&picture(24, 18), format.1);
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok(small) = make(format.0, &bytes) {
            let (width, height) = decoded(&small).dimensions();
            prop_assert!(width <= SIDE && height <= SIDE);
        }
    }

    #[test]
    fn el_20_anything_that_claims_to_be_a_picture_has_a_thumbnail_or_none(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        for kind in FileType::ALL {
            let _ = make(kind, &bytes);
        }
    }
}
