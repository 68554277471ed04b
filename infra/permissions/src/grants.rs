//! What roles grant, and what of it nothing uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::decide::Permissions;
use crate::implied::implied;
use crate::policy::{Statement, like, names};
use crate::usage::{LEADING_KEYS, Usage};

/// A grant that no test uses, and why it is there all the same.
#[derive(Debug, Clone, Copy)]
pub struct Exempt {
    pub function: &'static str,
    /// The statement.
    pub sid: &'static str,
    /// What the grant's name ends with after the statement, such as an action.
    pub grant: &'static str,
    /// Why nothing uses it here.
    pub why: &'static str,
}

/// The actions of DynamoDB that come without leading keys, as the service authorization reference lists them. `ForAllValues` lets
/// them pass whatever it names.
const WITHOUT_LEADING_KEYS: [&str; 4] = [
    "dynamodb:Scan",
    "dynamodb:DescribeTable",
    "dynamodb:PartiQLSelect",
    "dynamodb:UpdateTable",
];

/// What one statement grants, each by its own name: every action, every resource, every prefix of partitions.
fn grants(statement: &Statement) -> Vec<String> {
    let short = |resource: &String| resource.splitn(6, ':').last().unwrap_or_default().to_owned();
    let prefixes = statement
        .conditions
        .iter()
        .filter(|condition| condition.key == LEADING_KEYS);
    let prefixes = prefixes.flat_map(|condition| &condition.values);
    let actions = statement
        .actions
        .iter()
        .map(|action| format!("{}: {action}", statement.sid));
    let resources = statement
        .resources
        .iter()
        .map(|r| format!("{}: on {}", statement.sid, short(r)));
    let prefixes = prefixes.map(|prefix| format!("{}: of {prefix}", statement.sid));
    actions.chain(resources).chain(prefixes).collect()
}

/// The grants of one statement that a use makes use of.
fn used_by(statement: &Statement, usage: &Usage) -> Vec<String> {
    if !statement.allows || !statement.applies(&usage.action, &usage.resource, &usage.keys) {
        return Vec::new();
    }
    let mut used = Vec::new();
    let short = |resource: &String| resource.splitn(6, ':').last().unwrap_or_default().to_owned();
    for action in statement
        .actions
        .iter()
        .filter(|action| names(action, &usage.action))
    {
        used.push(format!("{}: {action}", statement.sid));
    }
    for resource in statement.resources.iter().filter(|r| like(r, &usage.resource)) {
        used.push(format!("{}: on {}", statement.sid, short(resource)));
    }
    let given = usage
        .keys
        .get(LEADING_KEYS)
        .map(Vec::as_slice)
        .unwrap_or_default();
    for condition in statement
        .conditions
        .iter()
        .filter(|condition| condition.key == LEADING_KEYS)
    {
        for prefix in &condition.values {
            if given.iter().any(|value| condition.value_matches(prefix, value)) {
                used.push(format!("{}: of {prefix}", statement.sid));
            }
        }
    }
    used
}

impl Permissions {
    /// Each grant that none of these uses makes use of, by function. An exemption that is not needed is named too.
    pub fn unused(&self, usages: &BTreeSet<Usage>, exempt: &[Exempt]) -> Vec<String> {
        let mut all = usages.clone();
        all.extend(self.platform.iter().cloned());
        for usage in all.clone() {
            all.extend(implied(&self.encrypted, &usage));
        }
        let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for usage in &all {
            for statement in self.statements(&usage.function) {
                used.entry(&usage.function)
                    .or_default()
                    .extend(used_by(statement, usage));
            }
        }
        let mut unused = Vec::new();
        let mut needed = BTreeSet::new();
        for function in self.functions() {
            let of = used.get(function);
            for statement in self
                .statements(function)
                .iter()
                .filter(|statement| statement.allows)
            {
                for grant in grants(statement) {
                    if of.is_some_and(|of| of.contains(&grant)) {
                        continue;
                    }
                    let is_exempt =
                        |e: &Exempt| e.function == function && grant == format!("{}: {}", e.sid, e.grant);
                    match exempt.iter().position(is_exempt) {
                        Some(at) => {
                            needed.insert(at);
                        }
                        None => unused.push(format!("{function}: {grant}")),
                    }
                }
            }
        }
        for (_, exempt) in exempt.iter().enumerate().filter(|(at, _)| !needed.contains(at)) {
            unused.push(format!(
                "{}: {}: {} is exempt and used, or not there",
                exempt.function, exempt.sid, exempt.grant
            ));
        }
        unused
    }

    /// Each use that AWS would refuse, those among them that AWS makes itself in a function's name.
    pub fn refused(&self, usages: &BTreeSet<Usage>) -> Vec<String> {
        let all = usages.iter().chain(&self.platform);
        let refused = all.filter_map(|usage| self.check(usage).err());
        refused.map(|refused| refused.to_string()).collect()
    }

    /// Statements that look narrower than they are: a condition on leading keys passes every action that comes without any.
    pub fn deceptive(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (role, (_, statements)) in &self.roles {
            for statement in statements.iter().filter(|statement| statement.allows) {
                let narrows = statement
                    .conditions
                    .iter()
                    .any(|condition| condition.key == LEADING_KEYS);
                let passes = |action: &&&str| statement.actions.iter().any(|pattern| names(pattern, action));
                for action in WITHOUT_LEADING_KEYS.iter().filter(passes).filter(|_| narrows) {
                    found.push(format!(
                        "{role}: {}: {action} comes without leading keys",
                        statement.sid
                    ));
                }
            }
        }
        found
    }

    /// What roles may do with a key that the key's own policy does not let them.
    pub fn keys_refuse(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (role, (arn, statements)) in &self.roles {
            for statement in statements.iter().filter(|statement| statement.allows) {
                // The keys that the statement asks for are the ones that its use comes with.
                let keys = statement.conditions.iter().filter(|c| c.asks_for_values());
                let keys: BTreeMap<_, _> = keys.map(|c| (c.key.clone(), c.values.clone())).collect();
                for action in statement
                    .actions
                    .iter()
                    .filter(|action| action.starts_with("kms:"))
                {
                    for key in statement
                        .resources
                        .iter()
                        .filter(|key| !self.key_lets(arn, action, key, &keys))
                    {
                        found.push(format!("{role}: {}: {action} on {key}", statement.sid));
                    }
                }
            }
        }
        found
    }
}
