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
