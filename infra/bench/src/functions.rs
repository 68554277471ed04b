//! The functions, by the names of their packages.

pub const INBOUND_SMS: &str = "inbound-sms";
pub const OUTBOUND_SMS: &str = "outbound-sms";
pub const AGENT_API: &str = "agent-api";
pub const ADMIN_API: &str = "admin-api";
pub const EMAIL_NOTIFIER: &str = "email-notifier";
pub const RE_ENGAGEMENT: &str = "re-engagement";
pub const DOCUMENTS: &str = "documents";
pub const SECURE_DOWNLOAD: &str = "secure-download";

/// All of them.
pub const FUNCTIONS: [&str; 8] = [
    INBOUND_SMS,
    OUTBOUND_SMS,
    AGENT_API,
    ADMIN_API,
    EMAIL_NOTIFIER,
    RE_ENGAGEMENT,
    DOCUMENTS,
    SECURE_DOWNLOAD,
];
