//! Consent, and the evidence of it.

mod evidence;
mod imported;
mod ledger;
