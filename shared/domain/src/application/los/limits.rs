//! How much an event may hold.

/// The largest event that is read, in bytes.
pub const MAX_EVENT_BYTES: usize = 256 * 1024;

/// The most people with a mobile number that an application may have: each is a row of its own beside the consent of the
/// number, written together with the application.
pub const MAX_MOBILES: usize = 20;
