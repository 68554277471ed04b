//! The rules of a thread, told as stories: who does what, and what follows.

mod answering;
mod attachments;
mod cast;
mod claiming;
mod closing;
mod consent;
mod delivery;
mod directory;
mod downloads;
mod lists;
mod naming;
mod opting_out;
mod pictures;
mod receipts;
mod refused;
mod replay;
mod sending;
mod sequences;
mod stored;
mod stored_entries;
mod story;
mod tables;
mod texting;
