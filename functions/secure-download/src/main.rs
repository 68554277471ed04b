//! The Lambda function `secure-download`.

fn main() {}
