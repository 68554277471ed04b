//! Time zones in which US addresses and numbers are.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

macro_rules! zones {
    ($($zone:ident $iana:literal $name:literal),+ $(,)?) => {
        /// A time zone, one for all places that keep the same hours.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Zone {
            $(#[doc = $name] #[serde(rename = $iana)] $zone),+
        }

        impl Zone {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$zone),+];

            /// Its name in the IANA database, such as `America/Chicago`.
            pub fn iana(self) -> &'static str {
                match self { $(Self::$zone => $iana),+ }
            }

            /// What people call it, such as `Central time`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$zone => $name),+ }
            }
        }

        /// The rules of a zone, compiled in: a function's machine may have no zone database.
        pub(super) fn rules(zone: Zone) -> &'static TimeZone {
            match zone {
                $(Zone::$zone => {
                    static RULES: TimeZone = jiff::tz::get!($iana);
                    &RULES
                }),+
            }
        }
    };
}

zones! {
    Atlantic "America/Puerto_Rico" "Atlantic time",
    Eastern "America/New_York" "Eastern time",
    Central "America/Chicago" "Central time",
    Mountain "America/Denver" "Mountain time",
    Arizona "America/Phoenix" "Arizona time",
    Pacific "America/Los_Angeles" "Pacific time",
    Alaska "America/Anchorage" "Alaska time",
    Aleutian "America/Adak" "Aleutian time",
    Hawaii "Pacific/Honolulu" "Hawaii time",
    Samoa "Pacific/Pago_Pago" "Samoa time",
    Chamorro "Pacific/Guam" "Chamorro time",
    Palau "Pacific/Palau" "Palau time",
    Chuuk "Pacific/Chuuk" "Chuuk time",
    Pohnpei "Pacific/Pohnpei" "Pohnpei time",
    Marshall "Pacific/Majuro" "Marshall Islands time",
    Thule "America/Thule" "Pituffik time",
    Guatemala "America/Guatemala" "Central American time",
    Panama "America/Panama" "Panama time",
    Brasilia "America/Sao_Paulo" "Brasilia time",
    Azores "Atlantic/Azores" "Azores time",
    London "Europe/London" "British time",
    Berlin "Europe/Berlin" "Central European time",
    Athens "Europe/Athens" "Eastern European time",
    Gulf "Asia/Bahrain" "Arabia time",
    Dubai "Asia/Dubai" "Gulf time",
    Chagos "Indian/Chagos" "Diego Garcia time",
    Singapore "Asia/Singapore" "Singapore time",
    Japan "Asia/Tokyo" "Japan time",
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.iana())
    }
}
