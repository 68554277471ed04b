//! The start of a message, for lists.

/// Each write of a head is paid for by the kilobyte: a preview leaves room in it for a long name and for what later releases say.
const PREVIEW_BYTES: usize = 64;

/// The start of a text, for lists: at most 64 bytes, on one line. Of a message without words, what it brings instead.
pub(crate) fn preview(text: &str, with_media: bool) -> String {
    if with_media && text.trim().is_empty() {
        return "Picture or file".to_owned();
    }
    let end = text.floor_char_boundary(PREVIEW_BYTES);
    text[..end]
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
