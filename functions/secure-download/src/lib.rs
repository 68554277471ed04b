//! Sixty-minute links to documents.
