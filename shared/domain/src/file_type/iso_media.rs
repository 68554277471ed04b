//! Films, voices and photos in the container of ISO 14496-12, whose first box names the brands that a file keeps to.

use super::kind::FileType;

/// The brands, in the order in which one says more than another: a voice keeps to a film's brands as well, a photo's file to its
/// container's. Source: <https://mp4ra.org/registered-types/brands>.
const BRANDS: [(&[u8], FileType); 28] = [
    (b"heic", FileType::Heif),
    (b"heix", FileType::Heif),
    (b"heim", FileType::Heif),
    (b"heis", FileType::Heif),
    (b"hevc", FileType::Heif),
    (b"hevx", FileType::Heif),
    (b"mif1", FileType::Heif),
    (b"msf1", FileType::Heif),
    (b"M4A ", FileType::M4a),
    (b"M4B ", FileType::M4a),
    (b"3gp", FileType::ThreeGpp),
    (b"3g2", FileType::ThreeGpp),
    (b"3ge", FileType::ThreeGpp),
    (b"qt  ", FileType::QuickTime),
    (b"mp41", FileType::Mp4),
    (b"mp42", FileType::Mp4),
    (b"mp4v", FileType::Mp4),
    (b"mp71", FileType::Mp4),
    (b"avc1", FileType::Mp4),
    (b"iso", FileType::Mp4),
    (b"M4V ", FileType::Mp4),
    (b"M4VH", FileType::Mp4),
    (b"M4VP", FileType::Mp4),
    (b"MSNV", FileType::Mp4),
    (b"dash", FileType::Mp4),
    (b"f4v ", FileType::Mp4),
    (b"mmp4", FileType::Mp4),
    (b"ndsc", FileType::Mp4),
];

fn of_brand(brand: &[u8]) -> Option<FileType> {
    let known = BRANDS.iter().find(|(known, _)| brand.starts_with(known));
    known.map(|(_, kind)| *kind)
}

/// The type of a file that begins with such a box: by the brand that it names first, or else by those that it is compatible with.
pub(super) fn kind(start: &[u8]) -> Option<FileType> {
    let (size, rest) = start.split_first_chunk::<4>()?;
    let brands = rest.strip_prefix(b"ftyp")?;
    let (major, rest) = brands.split_first_chunk::<4>()?;
    if let Some(kind) = of_brand(major) {
        return Some(kind);
    }
    // The size counts itself, the box's name, the first brand and its version.
    let length = usize::try_from(u32::from_be_bytes(*size)).ok()?.checked_sub(16)?;
    let listed = rest.get(4..)?;
    let listed = &listed[..listed.len().min(length)];
    let kinds: Vec<FileType> = listed.chunks_exact(4).filter_map(of_brand).collect();
    BRANDS
        .iter()
        .map(|(_, kind)| *kind)
        .find(|kind| kinds.contains(kind))
}
