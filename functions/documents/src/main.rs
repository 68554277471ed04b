//! The Lambda function `documents`.

fn main() {}
