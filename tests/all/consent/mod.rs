//! Consent, and the evidence of it.

mod evidence;
mod ledger;
