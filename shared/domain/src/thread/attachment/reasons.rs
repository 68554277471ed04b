//! Why a medium is kept back: a stable code for programs, a sentence for agents.

use serde::{Deserialize, Serialize};

/// Why a medium is kept from everybody. Fetching it again would change nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhyBlocked {
    /// It is larger than what is taken in.
    #[serde(rename = "too_large")]
    TooLarge,
    /// It is, by its content, of no type that is taken in, whatever it claims to be.
    #[serde(rename = "type_not_allowed")]
    TypeNotAllowed,
    /// The scan found malware in it.
    #[serde(rename = "malware")]
    Malware,
    /// The scan cannot look into it: it is locked with a password, or nested too deeply.
    #[serde(rename = "not_scannable")]
    NotScannable,
}

impl WhyBlocked {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::TooLarge,
        Self::TypeNotAllowed,
        Self::Malware,
        Self::NotScannable,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::TypeNotAllowed => "type_not_allowed",
            Self::Malware => "malware",
            Self::NotScannable => "not_scannable",
        }
    }

    /// What an agent can make of it.
    pub fn detail(self) -> &'static str {
        match self {
            Self::TooLarge => {
                "The file is larger than what can be taken in. Ask for a smaller picture of it."
            }
            Self::TypeNotAllowed => {
                "The file is of a kind that is not taken in. Ask for a photo of it, or a PDF document."
            }
            Self::Malware => "The file holds malware. Nobody can open it.",
            Self::NotScannable => {
                "The file cannot be checked for malware, as it is locked or packed. Ask for a photo of it."
            }
        }
    }
}

/// Why a medium could not be fetched or scanned. Asking for it again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhyFailed {
    /// The carrier does not take our credentials (lesson 34).
    #[serde(rename = "carrier_refused_credentials")]
    CarrierRefusedCredentials,
    /// The carrier does not have it, and still did not after some seconds (lesson 33).
    #[serde(rename = "not_found_at_carrier")]
    NotFoundAtCarrier,
    /// The carrier could not be reached, or answered with an error, several times.
    #[serde(rename = "carrier_unavailable")]
    CarrierUnavailable,
    /// The carrier answered something that is no file.
    #[serde(rename = "carrier_refused")]
    CarrierRefused,
    /// The file is, or leads to, where no carrier keeps files (lesson 9).
    #[serde(rename = "address_not_allowed")]
    AddressNotAllowed,
    /// It leads from one address to the next, without an end.
    #[serde(rename = "too_many_redirects")]
    TooManyRedirects,
    /// The file is empty.
    #[serde(rename = "empty")]
    Empty,
    /// Less came than was announced.
    #[serde(rename = "cut_short")]
    CutShort,
    /// Where it is can no longer be read, as the key was destroyed.
    #[serde(rename = "address_lost")]
    AddressLost,
    /// The malware scan broke down.
    #[serde(rename = "scan_failed")]
    ScanFailed,
    /// The malware scan may not read the bucket.
    #[serde(rename = "scan_denied")]
    ScanDenied,
}

impl WhyFailed {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::CarrierRefusedCredentials,
        Self::NotFoundAtCarrier,
        Self::CarrierUnavailable,
        Self::CarrierRefused,
        Self::AddressNotAllowed,
        Self::TooManyRedirects,
        Self::Empty,
        Self::CutShort,
        Self::AddressLost,
        Self::ScanFailed,
        Self::ScanDenied,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::CarrierRefusedCredentials => "carrier_refused_credentials",
            Self::NotFoundAtCarrier => "not_found_at_carrier",
            Self::CarrierUnavailable => "carrier_unavailable",
            Self::CarrierRefused => "carrier_refused",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::TooManyRedirects => "too_many_redirects",
            Self::Empty => "empty",
            Self::CutShort => "cut_short",
            Self::AddressLost => "address_lost",
            Self::ScanFailed => "scan_failed",
            Self::ScanDenied => "scan_denied",
        }
    }

    /// What an agent can make of it.
    pub fn detail(self) -> &'static str {
        match self {
            Self::CarrierRefusedCredentials => {
                "The carrier does not accept our credentials. An administrator has to renew them; then try again."
            }
            Self::NotFoundAtCarrier => {
                "The carrier does not have the file. Try again, or ask for it once more."
            }
            Self::CarrierUnavailable => "The carrier did not hand the file over. Try again.",
            Self::CarrierRefused => "The carrier refused to hand the file over. Try again.",
            Self::AddressNotAllowed => {
                "The file is not where the carrier keeps files, so it was not fetched."
            }
            Self::TooManyRedirects => {
                "The file could not be found: its address leads from one place to the next."
            }
            Self::Empty => "The file is empty. Try again, or ask for it once more.",
            Self::CutShort => "The file did not arrive whole. Try again.",
            Self::AddressLost => "Where the file is can no longer be read.",
            Self::ScanFailed => "The malware check broke down. Try again.",
            Self::ScanDenied => {
                "The malware check may not read the file. An administrator has to see to it; then try again."
            }
        }
    }

    /// Whether it is the scan's doing, so that the file itself is in the bucket.
    pub fn is_of_scan(self) -> bool {
        matches!(self, Self::ScanFailed | Self::ScanDenied)
    }
}

/// Why a medium was not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WhyWithheld {
    /// The organisation takes no picture messages (IN-19).
    #[serde(rename = "pictures_off")]
    PicturesOff,
    /// The organisation does not show pictures (IN-20).
    #[serde(rename = "display_off")]
    DisplayOff,
}

impl WhyWithheld {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::PicturesOff, Self::DisplayOff];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::PicturesOff => "pictures_off",
            Self::DisplayOff => "display_off",
        }
    }

    /// What an agent can make of it.
    pub fn detail(self) -> &'static str {
        match self {
            Self::PicturesOff => {
                "The member attached a file. Picture messages are switched off, so it was not fetched."
            }
            Self::DisplayOff => {
                "The member attached a file. Showing pictures is switched off, so it was not fetched."
            }
        }
    }
}
