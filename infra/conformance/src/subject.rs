//! What is looked at.

use aws_config::SdkConfig;

/// The AWS whose behaviour is looked at.
pub struct Subject {
    /// With the credentials of whoever looks.
    pub aws: SdkConfig,
    /// What it is.
    pub kind: Kind,
    /// An address that emails may be sent from; without one, none is sent on AWS.
    pub mail_sender: Option<String>,
}

/// What a subject is: what is known of it, and how long it takes, depend on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Aws,
    /// A MiniStack that the tool started, with its workarounds.
    OwnMiniStack,
    /// Any emulator that was given.
    Emulator,
}
