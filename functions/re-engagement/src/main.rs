//! The Lambda function `re-engagement`.

fn main() {}
