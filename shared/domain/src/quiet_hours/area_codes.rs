//! Which state and zone a US area code belongs to.
//!
//! Sources, compared on 2026-11-28 (`infra/data/quiet_hours.py`, docs/quiet-hours.md): the codes and their states from `phonenumbers` 9.0.43 (`PyPI`, Apache-2.0, the data of
//! libphonenumber); in a state with several zones, the zones of the ZIP codes that lie in the area code, from `zipcodes`
//! 3.0.0 (`PyPI`, MIT). States agree with `areacodes` 0.2.1 (npm, MIT) and `zipcodes` for every code that all three know.
//! Later codes, from public lists: 357, 436, 457, 465, 471, 483, 621, 624, 679, 729, 837, 861 and 924; 761 comes in July
//! 2027, 565 has no date yet. A code that is not here counts as being anywhere, so a new overlay is texted too seldom until
//! it is added, and never too early or too late.
//!
//! 775 reaches West Wendover, Nevada, which keeps Mountain time by law, and 334 towns in Alabama that keep Georgia's.

use super::State::{
    self, AK, AL, AR, AS, AZ, CA, CO, CT, DC, DE, FL, GA, GU, HI, IA, ID, IL, IN, KS, KY, LA, MA, MD, ME, MI,
    MN, MO, MP, MS, MT, NC, ND, NE, NH, NJ, NM, NV, NY, OH, OK, OR, PA, PR, RI, SC, SD, TN, TX, UT, VA, VI,
    VT, WA, WI, WV, WY,
};
use super::Zone::{
    self, Alaska, Aleutian, Arizona, Atlantic, Central, Chamorro, Eastern, Hawaii, Mountain, Pacific, Samoa,
};

/// The codes of each state and zone, ascending. A code that spans zones stands in each.
#[rustfmt::skip]
pub(super) const AREA_CODES: &[(State, Zone, &[u16])] = &[
    (AK, Alaska, &[907]),
    (AK, Aleutian, &[907]),
    (AL, Central, &[205, 251, 256, 334, 483, 659, 938]),
    (AL, Eastern, &[334, 483]),
    (AR, Central, &[327, 479, 501, 870]),
    (AS, Samoa, &[684]),
    (AZ, Arizona, &[480, 520, 602, 623, 928]),
    (AZ, Mountain, &[928]),
    (CA, Pacific, &[
        209, 213, 279, 310, 323, 341, 350, 357, 369, 408, 415, 424, 442, 510, 530, 559, 562, 619, 626,
        628, 650, 657, 661, 669, 707, 714, 738, 747, 760, 805, 818, 820, 831, 837, 840, 858, 909, 916,
        925, 949, 951,
    ]),
    (CO, Mountain, &[303, 719, 720, 748, 970, 983]),
    (CT, Eastern, &[203, 475, 860, 959]),
    (DC, Eastern, &[202, 771]),
    (DE, Eastern, &[302]),
    (FL, Central, &[448, 850]),
    (FL, Eastern, &[
        239, 305, 321, 324, 352, 386, 407, 448, 561, 645, 656, 689, 727, 728, 754, 772, 786, 813, 850,
        863, 904, 941, 954,
    ]),
    (GA, Eastern, &[229, 404, 470, 478, 565, 678, 706, 762, 770, 912, 943]),
    (GU, Chamorro, &[671]),
    (HI, Hawaii, &[808]),
    (IA, Central, &[319, 515, 563, 641, 712]),
    (ID, Mountain, &[208, 986]),
    (ID, Pacific, &[208, 986]),
    (IL, Central, &[217, 224, 309, 312, 331, 447, 464, 618, 630, 708, 730, 773, 779, 815, 847, 861, 872]),
    (IN, Central, &[219, 574, 765, 812, 930]),
    (IN, Eastern, &[219, 260, 317, 463, 574, 765, 812, 930]),
    (KS, Central, &[316, 620, 785, 913]),
    (KS, Mountain, &[620, 785]),
    (KY, Central, &[270, 364, 606]),
    (KY, Eastern, &[270, 364, 502, 606, 761, 859]),
    (LA, Central, &[225, 318, 337, 457, 504, 985]),
    (MA, Eastern, &[339, 351, 413, 508, 617, 774, 781, 857, 978]),
    (MD, Eastern, &[227, 240, 301, 410, 443, 667]),
    (ME, Eastern, &[207]),
    (MI, Central, &[906]),
    (MI, Eastern, &[231, 248, 269, 313, 517, 586, 616, 679, 734, 810, 906, 947, 989]),
    (MN, Central, &[218, 320, 507, 612, 651, 763, 924, 952]),
    (MO, Central, &[235, 314, 417, 557, 573, 636, 660, 816, 975]),
    (MP, Chamorro, &[670]),
    (MS, Central, &[228, 471, 601, 662, 769]),
    (MT, Mountain, &[406]),
    (NC, Eastern, &[252, 336, 472, 704, 743, 828, 910, 919, 980, 984]),
    (ND, Central, &[701]),
    (ND, Mountain, &[701]),
    (NE, Central, &[308, 402, 531]),
    (NE, Mountain, &[308, 402, 531]),
    (NH, Eastern, &[603]),
    (NJ, Eastern, &[201, 551, 609, 640, 732, 848, 856, 862, 908, 973]),
    (NM, Mountain, &[505, 575]),
    (NV, Mountain, &[775]),
    (NV, Pacific, &[702, 725, 775]),
    (NY, Eastern, &[
        212, 315, 329, 332, 347, 363, 465, 516, 518, 585, 607, 624, 631, 646, 680, 716, 718, 838, 845,
        914, 917, 929, 934,
    ]),
    (OH, Eastern, &[216, 220, 234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937]),
    (OK, Central, &[405, 539, 572, 580, 918]),
    (OR, Mountain, &[458, 541]),
    (OR, Pacific, &[458, 503, 541, 971]),
    (PA, Eastern, &[215, 223, 267, 272, 412, 445, 484, 570, 582, 610, 717, 724, 814, 835, 878]),
    (PR, Atlantic, &[787, 939]),
    (RI, Eastern, &[401]),
    (SC, Eastern, &[803, 821, 839, 843, 854, 864]),
    (SD, Central, &[605]),
    (SD, Mountain, &[605]),
    (TN, Central, &[423, 615, 629, 729, 731, 865, 901, 931]),
    (TN, Eastern, &[423, 729, 865, 931]),
    (TX, Central, &[
        210, 214, 254, 281, 325, 346, 361, 409, 430, 432, 469, 512, 621, 682, 713, 726, 737, 806, 817,
        830, 832, 903, 915, 936, 940, 945, 956, 972, 979,
    ]),
    (TX, Mountain, &[915]),
    (UT, Mountain, &[385, 435, 801]),
    (VA, Eastern, &[276, 434, 540, 571, 686, 703, 757, 804, 826, 948]),
    (VI, Atlantic, &[340]),
    (VT, Eastern, &[802]),
    (WA, Pacific, &[206, 253, 360, 425, 509, 564]),
    (WI, Central, &[262, 274, 353, 414, 534, 608, 715, 920]),
    (WV, Eastern, &[304, 681]),
    (WY, Mountain, &[307]),
];

/// The codes of Canada and of the islands that share the country code, ascending, from `phonenumbers` 9.0.43: numbers of
/// other countries. 600, 622, 633 are Canada's without a place.
#[rustfmt::skip]
pub(super) const AREA_CODES_ABROAD: &[u16] = &[
    204, 226, 236, 242, 246, 249, 250, 257, 263, 264, 268, 273, 284, 289, 306, 343, 345, 354, 365, 367,
    368, 382, 403, 416, 418, 428, 431, 437, 438, 441, 450, 468, 473, 474, 506, 514, 519, 548, 579, 581,
    584, 587, 600, 604, 613, 622, 633, 639, 647, 649, 658, 664, 672, 683, 705, 709, 721, 742, 753, 758,
    767, 778, 780, 782, 784, 807, 809, 819, 825, 829, 849, 867, 868, 869, 873, 876, 879, 902, 905, 942,
];
