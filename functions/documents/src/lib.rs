//! What came by picture message, into the bucket.
