//! What of credentials cannot be used.

/// A field of credentials that cannot be what the carrier gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field} is not {form}")]
pub struct UnusableField {
    /// The field, by the name under which it is stored.
    pub field: &'static str,
    /// What it has to be, in words.
    pub form: &'static str,
}

impl UnusableField {
    /// Refuses a field that is not of its form.
    pub(crate) fn unless(
        is_usable: bool,
        field: &'static str,
        form: &'static str,
    ) -> Result<(), UnusableField> {
        is_usable.then_some(()).ok_or(Self { field, form })
    }
}
