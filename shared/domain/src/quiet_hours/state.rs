//! States, the federal district, territories and what the mail counts as states.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

macro_rules! states {
    ($($code:ident $name:literal),+ $(,)?) => {
        /// A state, the federal district, a territory, a freely associated state or the posts of the armed forces, by postal code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum State { $($code),+ }

        impl State {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$code),+];

            /// Its postal code, such as `TX`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),+ }
            }

            /// Its name, such as `Texas`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => $name),+ }
            }
        }
    };
}

states! {
    AA "Armed Forces Americas",
    AE "Armed Forces Europe",
    AK "Alaska",
    AL "Alabama",
    AP "Armed Forces Pacific",
    AR "Arkansas",
    AS "American Samoa",
    AZ "Arizona",
    CA "California",
    CO "Colorado",
    CT "Connecticut",
    DC "District of Columbia",
    DE "Delaware",
    FL "Florida",
    FM "Micronesia",
    GA "Georgia",
    GU "Guam",
    HI "Hawaii",
    IA "Iowa",
    ID "Idaho",
    IL "Illinois",
    IN "Indiana",
    KS "Kansas",
    KY "Kentucky",
    LA "Louisiana",
    MA "Massachusetts",
    MD "Maryland",
    ME "Maine",
    MH "Marshall Islands",
    MI "Michigan",
    MN "Minnesota",
    MO "Missouri",
    MP "Northern Mariana Islands",
    MS "Mississippi",
    MT "Montana",
    NC "North Carolina",
    ND "North Dakota",
    NE "Nebraska",
    NH "New Hampshire",
    NJ "New Jersey",
    NM "New Mexico",
    NV "Nevada",
    NY "New York",
    OH "Ohio",
    OK "Oklahoma",
    OR "Oregon",
    PA "Pennsylvania",
    PR "Puerto Rico",
    PW "Palau",
    RI "Rhode Island",
    SC "South Carolina",
    SD "South Dakota",
    TN "Tennessee",
    TX "Texas",
    UM "US Minor Outlying Islands",
    UT "Utah",
    VA "Virginia",
    VI "US Virgin Islands",
    VT "Vermont",
    WA "Washington",
    WI "Wisconsin",
    WV "West Virginia",
    WY "Wyoming",
}

/// What else people and forms write, letters only: traditional abbreviations (AP style, GPO) and official names.
const SPELLINGS: &[(State, &[&str])] = &[
    (State::AA, &["ARMEDFORCESTHEAMERICAS"]),
    (
        State::AE,
        &[
            "ARMEDFORCESAFRICA",
            "ARMEDFORCESCANADA",
            "ARMEDFORCESMIDDLEEAST",
            "ARMEDFORCESEUROPETHEMIDDLEEASTANDCANADA",
        ],
    ),
    (State::AL, &["ALA"]),
    (State::AR, &["ARK"]),
    (State::AZ, &["ARIZ"]),
    (State::CA, &["CALIF"]),
    (State::CO, &["COLO"]),
    (State::CT, &["CONN"]),
    (
        State::DC,
        &[
            "WASHINGTONDC",
            "WASHDC",
            "WASHINGTONDISTRICTOFCOLUMBIA",
            "DISTOFCOLUMBIA",
            "DISTRICTCOLUMBIA",
        ],
    ),
    (State::DE, &["DEL"]),
    (State::FL, &["FLA"]),
    (State::FM, &["FEDERATEDSTATESOFMICRONESIA"]),
    (State::IL, &["ILL"]),
    (State::IN, &["IND"]),
    (State::KS, &["KAN", "KANS"]),
    (State::MA, &["MASS"]),
    (State::MH, &["REPUBLICOFTHEMARSHALLISLANDS"]),
    (State::MI, &["MICH"]),
    (State::MN, &["MINN"]),
    (
        State::MP,
        &[
            "CNMI",
            "NORTHERNMARIANAS",
            "COMMONWEALTHOFTHENORTHERNMARIANAISLANDS",
        ],
    ),
    (State::MS, &["MISS"]),
    (State::MT, &["MONT"]),
    (State::NC, &["NCAROLINA"]),
    (State::ND, &["NDAK", "NDAKOTA"]),
    (State::NE, &["NEB", "NEBR"]),
    (State::NM, &["NMEX"]),
    (State::NV, &["NEV"]),
    (State::NY, &["NEWYORKSTATE", "NYS"]),
    (State::OK, &["OKLA"]),
    (State::OR, &["ORE", "OREG"]),
    (State::PA, &["PENN", "PENNA"]),
    (State::PR, &["PUERTORICOUS"]),
    (State::RI, &["RHODEISLANDANDPROVIDENCEPLANTATIONS"]),
    (State::SC, &["SCAROLINA"]),
    (State::SD, &["SDAK", "SDAKOTA"]),
    (State::TN, &["TENN"]),
    (State::TX, &["TEX"]),
    (
        State::VI,
        &[
            "VIRGINISLANDS",
            "VIRGINISLANDSUS",
            "VIRGINISLANDSOFTHEUNITEDSTATES",
        ],
    ),
    (State::WA, &["WASH", "WASHINGTONSTATE"]),
    (State::WI, &["WIS", "WISC"]),
    (State::WV, &["WVA"]),
    (State::WY, &["WYO"]),
];

/// The longest text that is read as a part of an address, in bytes.
pub(super) const LONGEST: usize = 200;

/// The letters and digits of a text, in capitals, compatibility forms such as full width as plain ones.
pub(super) fn squashed(text: &str) -> Option<String> {
    let plain = |c: &char| c.is_alphanumeric();
    let capitals = || text.nfkc().filter(plain).flat_map(char::to_uppercase).collect();
    (text.len() <= LONGEST).then(capitals)
}

impl State {
    /// The state of a postal code, a name or another common spelling, in any case and punctuation: `R.I.`, `US-RI`,
    /// `Washington, DC`, `TX - Texas`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = squashed(text)?;
        let rest = |prefix: &str| text.strip_prefix(prefix);
        let bare = [
            Some(&*text),
            rest("USA"),
            rest("US"),
            rest("STATEOF"),
            rest("COMMONWEALTHOF"),
        ];
        bare.into_iter().flatten().find_map(Self::parse_squashed)
    }

    fn parse_squashed(text: &str) -> Option<Self> {
        let both = |text: &str, state: &Self| {
            let name = squashed(state.name()).unwrap_or_default();
            let code = state.code();
            text == code
                || text == name
                || text.strip_prefix(code) == Some(&name)
                || text.strip_suffix(code) == Some(&name)
        };
        let spelled = SPELLINGS.iter().find(|(_, spellings)| spellings.contains(&text));
        let named = || Self::ALL.iter().copied().find(|state| both(text, state));
        spelled.map(|(state, _)| *state).or_else(named)
    }
}
