//! Consent, and the evidence of it.

mod chains;
mod evidence;
mod imported;
mod ledger;
