//! What members send besides text: fetched, scanned, shown and downloaded.

mod downloads;
mod files;
