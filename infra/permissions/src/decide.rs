//! Whether a function may do what it does.

use std::collections::{BTreeMap, BTreeSet};

use crate::implied::implied;
use crate::platform;
use crate::policy::{PolicyError, Statement};
use crate::template::{ACCOUNT, Template, TemplateError, arn, role_arn};
use crate::usage::Usage;

/// The template's permissions are not understood.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The template is not.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A policy is not.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

/// What AWS would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("AWS refuses {usage}: {why}")]
pub struct Refused {
    /// What is refused.
    pub usage: Box<Usage>,
    pub why: String,
}

/// What every function of the template may do.
#[derive(Debug)]
pub struct Permissions {
    /// The role of each function.
    functions: BTreeMap<String, String>,
    /// The ARN and the statements of each role.
    pub(crate) roles: BTreeMap<String, (String, Vec<Statement>)>,
    /// The statements of each KMS key, by its ARN.
    pub(crate) keys: BTreeMap<String, Vec<Statement>>,
    /// The KMS key that encrypts a table, queue or bucket, both by their ARNs.
    pub(crate) encrypted: BTreeMap<String, String>,
    /// What AWS does in the name of a function besides running it.
    pub(crate) platform: BTreeSet<Usage>,
}

impl Permissions {
    /// Reads what a template permits.
    pub fn of(template: &Template) -> Result<Self, Unread> {
        let mut roles = BTreeMap::new();
        for (id, role) in template.resources("AWS::IAM::Role")? {
            let mut statements = Vec::new();
            for policy in role["Policies"].as_array().into_iter().flatten() {
                statements.extend(Statement::read_all(&id, &policy["PolicyDocument"])?);
            }
            roles.insert(id.clone(), (role_arn(&id), statements));
        }
        let mut functions = BTreeMap::new();
        for (id, function) in template.resources("AWS::Serverless::Function")? {
            let arn = function["Role"].as_str().unwrap_or_default();
            let role = roles
                .iter()
                .find(|(_, (its, _))| its == arn)
                .map(|(role, _)| role.clone());
            let role = role.ok_or_else(|| TemplateError::NotUnderstood(format!("role of {id}")))?;
            functions.insert(id, role);
        }
        let mut keys = BTreeMap::new();
        for (id, key) in template.resources("AWS::KMS::Key")? {
            keys.insert(
                arn("kms", &format!("key/{id}")),
                Statement::read_all(&id, &key["KeyPolicy"])?,
            );
        }
        Ok(Self {
            functions,
            roles,
            keys,
            encrypted: platform::encrypted(template)?,
            platform: platform::usages(template)?,
        })
    }

    /// The functions that the template has.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.functions.keys().map(String::as_str)
    }

    /// The statements of a function's role.
    pub(crate) fn statements(&self, function: &str) -> &[Statement] {
        let role = self.functions.get(function).and_then(|role| self.roles.get(role));
        role.map(|(_, statements)| statements.as_slice())
            .unwrap_or_default()
    }

    /// Whether a function may do this, and all that AWS does for it in the function's name.
    pub fn check(&self, usage: &Usage) -> Result<(), Refused> {
        self.check_one(usage)?;
        for implied in implied(&self.encrypted, usage) {
            self.check_one(&implied)?;
        }
        Ok(())
    }

    fn check_one(&self, usage: &Usage) -> Result<(), Refused> {
        let refused = |why: &str| Refused {
            usage: Box::new(usage.clone()),
            why: why.to_owned(),
        };
        let role = self.functions.get(&usage.function);
        let role = role.ok_or_else(|| refused("there is no such function"))?;
        let (role, statements) = &self.roles[role];
        let applies = |statement: &&Statement| statement.applies(&usage.action, &usage.resource, &usage.keys);
        if let Some(deny) = statements
            .iter()
            .filter(applies)
            .find(|statement| !statement.allows)
        {
            return Err(refused(&format!("its role denies it in {}", deny.sid)));
        }
        if !statements.iter().any(|statement| applies(&statement)) {
            return Err(refused("its role grants nothing of the kind"));
        }
        if !usage.action.starts_with("kms:") {
            return Ok(());
        }
        if self.key_lets(role, &usage.action, &usage.resource, &usage.keys) {
            Ok(())
        } else {
            Err(refused("the key's own policy does not let it"))
        }
    }

    /// Whether a key's policy lets a role of this ARN use the key, provided that the role's own policy does too.
    pub(crate) fn key_lets(
        &self,
        role: &str,
        action: &str,
        key: &str,
        keys: &BTreeMap<String, Vec<String>>,
    ) -> bool {
        let mut keys = keys.clone();
        keys.insert("aws:PrincipalArn".to_owned(), vec![role.to_owned()]);
        keys.insert("aws:PrincipalAccount".to_owned(), vec![ACCOUNT.to_owned()]);
        keys.insert("kms:CallerAccount".to_owned(), vec![ACCOUNT.to_owned()]);
        let root = format!("arn:aws:iam::{ACCOUNT}:root");
        let statements = self.keys.get(key).map(Vec::as_slice).unwrap_or_default();
        let applies = |statement: &&Statement| {
            let is_about = |principal: &String| *principal == root || *principal == role || principal == "*";
            statement.principals.iter().any(is_about)
                // A key's policy is about that key, whatever it says of resources.
                && statement.applies(action, "*", &keys)
        };
        let mut lets = false;
        for statement in statements.iter().filter(applies) {
            if !statement.allows {
                return false;
            }
            lets = true;
        }
        lets
    }
}
