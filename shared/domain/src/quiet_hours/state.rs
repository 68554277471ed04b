//! States, the federal district and territories.

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($code:ident $name:literal),+ $(,)?) => {
        /// A state, the federal district, a territory or a freely associated state, by its postal code.
        #[expect(missing_docs, reason = "the postal code says it")]
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
    AK "Alaska",
    AL "Alabama",
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
    UT "Utah",
    VA "Virginia",
    VI "US Virgin Islands",
    VT "Vermont",
    WA "Washington",
    WI "Wisconsin",
    WV "West Virginia",
    WY "Wyoming",
}

impl State {
    /// The state of a postal code or a name, in any case; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|state| text.eq_ignore_ascii_case(state.code()) || text.eq_ignore_ascii_case(state.name()))
    }
}
