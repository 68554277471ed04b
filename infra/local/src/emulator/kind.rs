//! What an emulator is.

/// The kinds of AWS that a laptop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// MiniStack: functions are processes of its own machine, and are told where it is by the deployment.
    MiniStack,
    /// LocalStack: functions run in Lambda's image, and are told by it where it is.
    LocalStack,
    /// Another. Its functions are taken for processes of this machine.
    Other,
}
