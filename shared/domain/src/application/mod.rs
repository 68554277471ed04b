//! The application: what a loan-origination or account-opening system tells of an applicant's way, and what automation
//! makes of it (EL-06, EL-07, EL-16..19).

mod link;

pub use link::{ApplicationLink, PersonRole, Status};
