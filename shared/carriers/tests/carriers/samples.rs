//! Carriers' requests and answers as these tests need them.

pub use crate::accounts::credentials;
pub use crate::delivery::*;
pub use crate::telnyx::samples::*;
pub use crate::twilio::samples::*;
