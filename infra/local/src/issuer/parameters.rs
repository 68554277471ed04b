//! The parameters of a request: each at most once, and none that is empty (RFC 6749, 3.1 and 3.2).

/// What came in a query or a form.
#[derive(Debug)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads what is form-encoded.
    pub fn read(encoded: &[u8]) -> Self {
        let all = form_urlencoded::parse(encoded)
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(all.collect())
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.0.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether one of these came more than once; of all parameters where none is named.
    pub fn has_twice(&self, names: &[&str]) -> bool {
        self.0.iter().enumerate().any(|(at, (name, _))| {
            (names.is_empty() || names.contains(&name.as_str()))
                && self.0[..at].iter().any(|(before, _)| before == name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_left_out_and_what_comes_twice_is_noticed() {
        let parameters = Parameters::read(b"a=1&b=&c=%20x&d=%FF&a=2&&=&e");
        assert_eq!(parameters.get("a"), Some("1"));
        assert_eq!(parameters.get("b"), None);
        assert_eq!(parameters.get("c"), Some(" x"));
        assert_eq!(parameters.get("d"), Some("\u{fffd}"));
        assert!(parameters.has_twice(&[]));
        assert!(parameters.has_twice(&["a"]));
        assert!(!parameters.has_twice(&["b", "c"]));
    }
}
