//! What the functions were told when they were deployed, as they read it themselves.

use std::collections::HashMap;

use aws_sdk_lambda::types::{LastUpdateStatus, State};
use futures_util::future::join_all;

use super::bounds::EACH;
use super::unchecked::Unchecked;
use crate::operate::Deployment;

/// One function as Lambda has it.
#[derive(Debug, Clone)]
pub struct Function {
    pub state: Option<State>,
    pub last_update: Option<LastUpdateStatus>,
    variables: HashMap<String, String>,
}

/// All functions of the deployment, by logical id.
#[derive(Debug, Clone, Default)]
pub struct Functions(HashMap<String, Result<Function, Unchecked>>);

const CALL: &str = "lambda:GetFunctionConfiguration";

/// The alias by which each function is invoked, as the template names it.
const ALIAS: &str = "live";

impl Functions {
    /// Asks Lambda for all of them, side by side.
    pub async fn read(deployment: &Deployment) -> Self {
        let client = aws_sdk_lambda::Client::new(&deployment.aws);
        let asked = deployment
            .resources
            .of_kind("AWS::Lambda::Function")
            .into_iter()
            .map(|(logical, name)| {
                let ask = client.get_function_configuration().function_name(name);
                let live = ask.clone().qualifier(ALIAS).send();
                let both = async move { tokio::try_join!(ask.send(), live) };
                async move {
                    let function = match tokio::time::timeout(EACH, both).await {
                        Err(_) => Err(Unchecked::NoAnswer(CALL)),
                        Ok(Err(error)) => Err(Unchecked::aws(CALL)(error)),
                        // A deployment changes what the next version is published from; what runs is the version before until then.
                        Ok(Ok((latest, live))) => Ok(Function {
                            state: latest.state,
                            last_update: latest.last_update_status,
                            variables: live.environment.and_then(|env| env.variables).unwrap_or_default(),
                        }),
                    };
                    (logical.to_owned(), function)
                }
            });
        Self(join_all(asked).await.into_iter().collect())
    }

    /// Each function with its name in the template.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Result<Function, Unchecked>)> {
        self.0
            .iter()
            .map(|(logical, function)| (logical.as_str(), function))
    }

    /// A variable of a function's environment; empty when it has none of that name.
    pub fn variable(&self, logical: &str, name: &str) -> Result<&str, Unchecked> {
        match self.0.get(logical) {
            Some(Ok(function)) => Ok(function
                .variables
                .get(name)
                .map(String::as_str)
                .unwrap_or_default()),
            Some(Err(why)) => Err(why.clone()),
            None => Err(Unchecked::Because(format!("the stack has no function {logical}"))),
        }
    }

    /// Where carriers reach the deployment.
    pub fn public_url(&self) -> Result<&str, Unchecked> {
        self.variable("InboundSms", "PUBLIC_URL")
    }

    /// Whether it is the local stack.
    pub fn is_local(&self) -> Result<bool, Unchecked> {
        Ok(self.variable("InboundSms", "MEMBERLINE_ENV")? == "local")
    }
}

#[cfg(test)]
impl Functions {
    /// One function, in this state.
    pub fn of(logical: &str, state: State, last_update: LastUpdateStatus) -> Self {
        let function = Function {
            state: Some(state),
            last_update: Some(last_update),
            variables: HashMap::new(),
        };
        Self(HashMap::from([(logical.to_owned(), Ok(function))]))
    }
}
