//! The directory: administrators change its records, files are applied, and what that does to whoever is signed in.

mod applied;
mod held;
mod left_behind;
mod people;
mod races;
mod records;
mod sign_ins;
mod suspended;
