//! Configuration of this function alone.

use memberline_platform::config::ConfigError;

/// Whose pages in a browser may call the API.
#[derive(Debug, Clone)]
pub struct ConsoleConfig {
    /// The origin of `CONSOLE_URL`: scheme, host and port.
    pub origin: String,
}

impl ConsoleConfig {
    /// Reads it from the environment.
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    pub fn from_env() -> Result<Self, ConfigError> {
        let url = std::env::var("CONSOLE_URL").map_err(|_| ConfigError("CONSOLE_URL"))?;
        Self::of(&url).ok_or(ConfigError("CONSOLE_URL"))
    }

    /// The console at this URL; none when it is not one of `http` or `https`.
    pub fn of(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split('/').next().filter(|host| !host.is_empty())?;
        matches!(scheme, "http" | "https").then(|| Self {
            origin: format!("{scheme}://{host}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_neither_path_nor_slash() {
        let origin = |url| ConsoleConfig::of(url).map(|console| console.origin);
        for (url, expected) in [
            ("https://console.example", Some("https://console.example")),
            ("https://console.example/", Some("https://console.example")),
            ("http://localhost:3000/console/", Some("http://localhost:3000")),
            ("ftp://console.example", None),
            ("https:///x", None),
            ("*", None),
        ] {
            assert_eq!(origin(url).as_deref(), expected, "{url}");
        }
    }
}
