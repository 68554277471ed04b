//! Cases that belong together.

use crate::case::Case;
use crate::ground::Ground;

/// Cases that stand on one stack.
pub struct Group {
    /// What CloudFormation deploys for them.
    pub template: &'static str,
    /// The cases, which nothing has tried yet.
    pub cases: for<'a> fn(&'a Ground) -> Vec<Case<'a>>,
}
