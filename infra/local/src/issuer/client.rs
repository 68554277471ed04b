//! Who may ask the issuer to sign somebody in: the console, at the addresses that it is served from.

/// A public client: it has no secret, and proves by PKCE that the code is its own.
#[derive(Debug)]
pub struct Client {
    /// What it is called in requests, and the audience that the functions accept.
    pub id: &'static str,
    origins: Vec<String>,
}

impl Client {
    /// The client of this id, whose pages come from these origins.
    pub fn new(id: &'static str, origins: Vec<String>) -> Self {
        Self { id, origins }
    }

    /// The addresses to which the browser is sent back, signed in or signed out. They are compared letter by letter.
    pub fn addresses(&self) -> impl Iterator<Item = String> {
        self.origins.iter().map(|origin| format!("{origin}/"))
    }

    /// Whether the browser may be sent there.
    pub fn has_address(&self, address: &str) -> bool {
        self.addresses().any(|known| known == address)
    }

    /// Whether pages from there may ask for tokens.
    pub fn has_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|known| known == origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_nearly_the_registered_one_is_another() {
        let client = Client::new("console", vec!["http://localhost:3000".to_owned()]);
        assert!(client.has_address("http://localhost:3000/"));
        for other in [
            "",
            "http://localhost:3000",
            "http://localhost:3000/x",
            "http://localhost:3000/?",
            "http://localhost:3000/#",
            "HTTP://localhost:3000/",
            "http://localhost:3000.evil.example/",
            "http://localhost:3000@evil.example/",
            "http://localhost:30000/",
            "https://localhost:3000/",
            "javascript:alert(1)",
        ] {
            assert!(!client.has_address(other), "{other}");
        }
        assert!(client.has_origin("http://localhost:3000"));
        assert!(!client.has_origin("null"));
    }
}
