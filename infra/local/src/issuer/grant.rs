//! What a sign-in granted, to whom.

use jiff::Timestamp;

/// What codes and refresh tokens stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who signed in, by the subject of the directory.
    pub subject: String,
    /// What was asked for, such as `openid email`.
    pub scope: String,
    /// What the client tells its own sign-in by.
    pub nonce: Option<String>,
    /// When, by the stack's clock.
    pub signed_in: Timestamp,
}

impl Grant {
    /// Whether this was asked for.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|asked| asked == scope)
    }
}
