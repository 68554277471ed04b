//! What the deployment's template permits each function, evaluated as AWS does it, and compared with what functions really do.
//!
//! The local AWS fills in few of the keys that conditions name, `dynamodb:LeadingKeys` among them, so that a condition on them holds
//! there always. Here all that the template uses is evaluated: Allow and Deny, wildcards, the resources once `Ref`, `GetAtt`, `Sub` and
//! `If` are worked out as in a deployment, conditions with what AWS documents of keys that are missing, and the policies of the KMS keys.

mod decide;
mod grants;
mod implied;
mod platform;
mod policy;
mod template;
mod usage;
mod yaml;

pub use decide::{Permissions, Refused, Unread};
pub use grants::Exempt;
pub use policy::PolicyError;
pub use template::{Template, TemplateError};
pub use usage::Usage;
pub use yaml::{YamlError, long_form};
