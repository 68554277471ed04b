use proptest::prelude::*;

use super::*;

#[test]
fn el_20_a_file_is_what_its_content_says() {
    for (start, kind) in [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF".as_slice(), FileType::Jpeg),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", FileType::Png),
        (b"GIF89a\x01\x00", FileType::Gif),
        (b"RIFF\x24\x00\x00\x00WEBPVP8X", FileType::Webp),
        (b"\x00\x00\x00\x18ftypheic", FileType::Heif),
        (b"%PDF-1.7\n", FileType::Pdf),
        (b"\x00\x00\x00\x18ftypmp42", FileType::Mp4),
        (b"\x00\x00\x00\x18ftyp3gp5", FileType::ThreeGpp),
        (b"\x00\x00\x00\x14ftypqt  ", FileType::QuickTime),
        (b"#!AMR\n\x3c", FileType::Amr),
        (b"#!AMR-WB\n\x44", FileType::AmrWideband),
        (b"RIFF\x24\x00\x00\x00QLCMfmt \x96", FileType::Qcelp),
        (b"\x00\x00\x00\x18ftypM4A ", FileType::M4a),
        (b"ID3\x04\x00\x00\x00\x00\x02\x01", FileType::Mp3),
        (b"BEGIN:VCARD\r\nVERSION:3.0", FileType::VCard),
        ("I earn 4.200 € a month\nBM GIF moov".as_bytes(), FileType::Text),
    ] {
        assert_eq!(FileType::of(start), Some(kind), "{kind:?}");
        assert_eq!(FileType::of_content_type(kind.content_type()), Some(kind));
    }
}

#[test]
fn el_20_what_can_do_something_when_opened_is_not_taken_in() {
    for start in [
        b"".as_slice(),
        b"PK\x03\x04zip, whatever it is called",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"\xef\xbb\xbf <!DOCTYPE html>",
        b"hello <SCRIPT>alert(1)</SCRIPT>",
        b"BEGIN:VCARD\nNOTE:<html>",
        b"\x89PNG",
        b"XXXX\x00\x00\x00\x00WEBPVP8 ",
        b"\x1f\x8b\x08",
        b"Rar!\x1a\x07",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe<\x00s\x00v\x00g\x00",
        b"text with a \x00",
    ] {
        assert_eq!(FileType::of(start), None, "{start:?}");
    }
}

#[test]
fn el_20_a_pdfs_header_may_come_late() {
    let late = |before: &[u8]| FileType::of(&[before, b"%PDF-1.4\n%\xe2\xe3"].concat());
    for before in [
        b"\r\n".as_slice(),
        b"\xef\xbb\xbf",
        b"Content-Type: application/pdf\r\n\r\n",
        &[0; 1_000],
    ] {
        assert_eq!(late(before), Some(FileType::Pdf), "{before:?}");
    }
    assert_eq!(late(&[0; 1_025]), None);
    assert_eq!(late(b"<html><script>alert(1)</script>"), None);
}

#[test]
fn el_20_an_iso_medium_is_what_the_brands_say_that_it_keeps_to() {
    let medium = |major: &[u8], brands: &[&[u8]]| {
        let brands = brands.concat();
        let size = u32::try_from(16 + brands.len()).unwrap().to_be_bytes();
        FileType::of(
            &[
                &size,
                b"ftyp".as_slice(),
                major,
                &[0; 4],
                &brands,
                b"\0\0\0\x08free",
            ]
            .concat(),
        )
    };
    for (major, brands, kind) in [
        (
            b"XAVC",
            [b"mp42".as_slice(), b"iso2"].as_slice(),
            Some(FileType::Mp4),
        ),
        (b"kddi", &[b"3g2a", b"isom"], Some(FileType::ThreeGpp)),
        (b"jpg1", &[b"mif1", b"heic"], Some(FileType::Heif)),
        (b"NDSA", &[b"M4A ", b"mp42", b"isom"], Some(FileType::M4a)),
        (b"isom", &[b"iso2", b"avc1", b"mp41"], Some(FileType::Mp4)),
        (b"avif", &[b"avif", b"miaf"], None),
        (b"crx ", &[b"crx "], None),
        (b"XXXX", &[], None),
    ] {
        assert_eq!(medium(major, brands), kind, "{major:?}");
    }
    // A brand beyond the box is none of the file's.
    assert_eq!(FileType::of(b"\x00\x00\x00\x10ftypXXXX\0\0\0\0mp42"), None);
    assert_eq!(FileType::of(b"\x00\x00\x00\x00ftypXXXX\0\0\0\0mp42"), None);
}

#[test]
fn el_20_an_mp3_has_frames_one_after_the_other() {
    // MPEG 1, layer III, 128 kbit/s at 44.1 kHz: 417 bytes a frame.
    let frame = |second: u8| [&[0xff, second, 0x90, 0x00], [0_u8; 413].as_slice()].concat();
    let frames = [frame(0xfb), frame(0xfb)].concat();
    assert_eq!(FileType::of(&frames), Some(FileType::Mp3));
    assert_eq!(FileType::of(&frame(0xfb)), None, "one frame may be anything");
    assert_eq!(
        FileType::of(&[frame(0xfd), frame(0xfd)].concat()),
        None,
        "layer II"
    );
    assert_eq!(
        FileType::of(b"ID3\x04\x00\x00\x80\x00\x02\x01"),
        None,
        "no tag has such a size"
    );
    assert_eq!(FileType::of(b"ID3"), Some(FileType::Text));
}

#[test]
fn el_20_a_vcard_may_be_of_an_encoding_before_utf_8() {
    let card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Mu\xf1oz;Jos\xe9\r\nEND:VCARD\r\n";
    assert_eq!(FileType::of(card), Some(FileType::VCard));
    assert_eq!(
        FileType::of(b"begin:vcard\nNOTE:\x93quoted\x94"),
        Some(FileType::VCard)
    );
    for bad in [
        b"BEGIN:VCARD\nN:Mu\xf1oz\x00".as_slice(),
        b"BEGIN:VCARD\nNOTE:\xf1<html>",
        b"Mu\xf1oz",
    ] {
        assert_eq!(FileType::of(bad), None, "{bad:?}");
    }
}

#[test]
fn el_20_a_long_text_may_be_cut_inside_a_character() {
    for more in 0..3 {
        let text = "a".repeat(TELLING_BYTES - more) + "€€";
        assert_eq!(FileType::of(text.as_bytes()), Some(FileType::Text));
    }
    let mut broken = vec![b'a'; TELLING_BYTES];
    broken[100] = 0xff;
    assert_eq!(FileType::of(&broken), None);
}

#[test]
fn el_20_a_name_keeps_nothing_that_leads_elsewhere() {
    for (given, kept) in [
        ("stub.jpg", Some("stub.jpg")),
        ("../../etc/passwd", Some("passwd")),
        ("C:\\Users\\me\\Pay stub (2).pdf", Some("Pay stub (2).pdf")),
        ("a\r\nSet-Cookie: b=c\"", Some("aSet-Cookie bc")),
        ("年収.png", Some("年収.png")),
        ("\u{202e}gpj.exe", Some("gpj.exe")),
        ("..", None),
        ("", None),
        ("dir/", None),
    ] {
        assert_eq!(file_name(given).as_deref(), kept, "{given:?}");
    }
    assert_eq!(file_name(&"x".repeat(300)).map(|n| n.len()), Some(100));
}

proptest! {
    #[test]
    fn el_20_any_bytes_have_a_type_or_none_and_never_one_of_markup(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = FileType::of(&bytes);
        let markup = [b"<svg ".as_slice(), &bytes, b"/>"].concat();
        prop_assert_eq!(FileType::of(&markup), None);
    }

    #[test]
    fn el_20_a_name_that_was_kept_is_kept_again(name in "\\PC{0,120}") {
        if let Some(kept) = file_name(&name) {
            prop_assert_eq!(file_name(&kept), Some(kept));
        }
    }
}
