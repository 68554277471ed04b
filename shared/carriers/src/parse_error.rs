//! Why a webhook cannot be read.

/// Why a webhook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The body is larger than [`MAX_WEBHOOK_BYTES`](crate::MAX_WEBHOOK_BYTES).
    #[error("the webhook is too large")]
    TooLarge,
    /// The body is not of the media type that this carrier sends.
    #[error("the content type is not one that the carrier sends")]
    WrongContentType,
    /// The body as a whole is not well-formed.
    #[error("the body is not well-formed")]
    MalformedBody,
    /// A field that must be there is not.
    #[error("the field {0} is missing")]
    MissingField(&'static str),
    /// A field is not what it should be.
    #[error("the field {0} is malformed")]
    MalformedField(&'static str),
    /// A field is there with two different values.
    #[error("the field {0} is there more than once")]
    ConflictingField(&'static str),
    /// What is signed can be read in more than one way.
    #[error("the signed fields can be read in more than one way")]
    AmbiguousFields,
    /// The sender is an address of another channel.
    #[error("the sender is neither a telephone number nor a short code or a name")]
    UnsupportedSender,
    /// The report has a status that we do not know.
    #[error("the status is not known")]
    UnknownStatus,
    /// It is no report on a text that we sent.
    #[error("not a delivery receipt")]
    NotAReceipt,
}

impl ParseError {
    /// A stable name for the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "webhook_too_large",
            Self::WrongContentType => "wrong_content_type",
            Self::MalformedBody => "malformed_body",
            Self::MissingField(_) => "missing_field",
            Self::MalformedField(_) => "malformed_field",
            Self::ConflictingField(_) => "conflicting_field",
            Self::AmbiguousFields => "ambiguous_fields",
            Self::UnsupportedSender => "unsupported_sender",
            Self::UnknownStatus => "unknown_status",
            Self::NotAReceipt => "not_a_receipt",
        }
    }
}
