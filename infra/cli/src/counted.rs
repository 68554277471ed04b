//! How many there are of something, in words.

use std::fmt::Display;

/// How many there are: `1 record`, `2 records`.
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, several: &str) -> String {
    let named = if count == N::from(1) { one } else { several };
    format!("{count} {named}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_several() {
        let said = [0_u64, 1, 2].map(|count| counted(count, "entry", "entries"));
        assert_eq!(said, ["0 entries", "1 entry", "2 entries"]);
    }
}
