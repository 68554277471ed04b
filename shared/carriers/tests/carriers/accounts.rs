//! An account at each carrier.

use memberline_carriers::{Carrier, Credentials};

use crate::telnyx::samples::telnyx_credentials;
use crate::twilio::samples::twilio_credentials;

pub fn credentials(carrier: Carrier) -> Credentials {
    match carrier {
        Carrier::Twilio => Credentials::Twilio(twilio_credentials()),
        Carrier::Telnyx => Credentials::Telnyx(telnyx_credentials()),
    }
}
