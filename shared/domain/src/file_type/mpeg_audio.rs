//! MP3: frames, each with a header that tells how long it is, after a tag that many files begin with.

/// The bitrates of layer III in kilobits a second, by the header's index: of MPEG 1, and of MPEG 2 and 2.5. Source: ISO 11172-3,
/// 2.4.2.3; ISO 13818-3, 2.4.2.3.
const BITRATES: [[usize; 15]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// The sampling rates of MPEG 1, by the header's index; those of MPEG 2 are half of them, those of 2.5 a quarter.
const RATES: [usize; 3] = [44_100, 48_000, 32_000];

/// Whether a file starts as an MP3 does: with an ID3 tag, or with frames of which the second stands where the first ends.
pub(super) fn is_mp3(start: &[u8]) -> bool {
    is_tagged(start)
        || frame_length(start).is_some_and(|length| {
            start
                .get(length..)
                .is_some_and(|rest| frame_length(rest).is_some())
        })
}

/// Source: ID3v2.4, 3.1: a version that exists, and a size whose bytes have seven bits.
fn is_tagged(start: &[u8]) -> bool {
    let Some([b'I', b'D', b'3', version, revision, _flags, size @ ..]) = start.first_chunk::<10>() else {
        return false;
    };
    (2..=4).contains(version) && *revision != 0xff && size.iter().all(u8::is_ascii)
}

/// The length of the frame that these bytes begin with, in bytes.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let [0xff, second, third, _] = *bytes.first_chunk::<4>()? else {
        return None;
    };
    let (version, layer) = (second >> 3 & 0b11, second >> 1 & 0b11);
    if second & 0b1110_0000 != 0b1110_0000 || version == 0b01 || layer != 0b01 {
        return None;
    }
    let (is_first, divisor) = match version {
        0b11 => (true, 1),
        0b10 => (false, 2),
        _ => (false, 4),
    };
    let bitrate = *BITRATES[usize::from(!is_first)].get(usize::from(third >> 4))?;
    let rate = *RATES.get(usize::from(third >> 2 & 0b11))? / divisor;
    let samples_by_eight = if is_first { 144 } else { 72 };
    let padding = usize::from(third >> 1 & 1);
    (bitrate > 0).then(|| samples_by_eight * bitrate * 1_000 / rate + padding)
}
