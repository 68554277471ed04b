//! What tests need around them.

use anyhow::Result;
use memberline_local::date::cargo;
use memberline_local::places::Places;
use memberline_local::process;

/// What has to run while tests do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    Nothing,
    /// The local AWS.
    Aws,
    /// The deployment in it, served and seeded.
    Stack,
}

impl Needs {
    /// What the integration tests with these names need.
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        names
            .map(|name| match name.split("::").next() {
                Some("stack") => Self::Stack,
                _ => Self::Aws,
            })
            .max()
            .unwrap_or(Self::Nothing)
    }

    /// What the tests need that the filter names. The workspace's unit tests need nothing.
    pub async fn of_filter(places: &Places, filter: &[String]) -> Result<Self> {
        let mut list = cargo();
        list.args(["test", "--workspace", "--test", "all", "--quiet", "--", "--list"])
            .args(filter)
            .current_dir(places.root());
        let listed = process::quietly(&mut list, "listing the integration tests").await?;
        Ok(Self::of(
            listed.lines().filter_map(|line| line.strip_suffix(": test")),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_is_started_as_the_neediest_test_needs() {
        let needs = |names: &[&str]| Needs::of(names.iter().copied());
        assert_eq!(needs(&[]), Needs::Nothing);
        assert_eq!(needs(&["texts::intake::a_stacked_text"]), Needs::Aws);
        assert_eq!(
            needs(&["stack::running::serves", "texts::intake::x"]),
            Needs::Stack
        );
    }
}
