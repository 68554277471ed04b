//! The Cognito user pool of a deployment's agents.

use anyhow::{Context as _, Result};
use aws_config::SdkConfig;
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::operation::admin_create_user::AdminCreateUserError;
use aws_sdk_cognitoidentityprovider::operation::admin_get_user::AdminGetUserError;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, DeliveryMediumType, MessageActionType, UserStatusType,
};

/// The user pool of a deployment.
#[derive(Debug, Clone)]
pub struct Pool {
    client: Client,
    id: String,
}

/// A user of the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What the pool calls them.
    pub name: String,
    /// The subject of their tokens.
    pub subject: String,
    pub email: Option<String>,
    /// Whether they may sign in.
    pub is_enabled: bool,
    /// In Cognito's words: `CONFIRMED`, or `FORCE_CHANGE_PASSWORD` until they signed in first.
    pub status: String,
    /// The second factors that they set up, in Cognito's words.
    pub second_factors: Vec<String>,
}

impl User {
    /// What people know them by.
    pub fn shown(&self) -> &str {
        self.email.as_deref().unwrap_or(&self.name)
    }

    /// Whether they never signed in with the password that was mailed to them.
    pub fn is_awaited(&self) -> bool {
        self.status == UserStatusType::ForceChangePassword.as_str()
    }

    fn of(
        name: Option<&str>,
        attributes: &[AttributeType],
        (is_enabled, status): (bool, Option<&UserStatusType>),
        second_factors: &[String],
    ) -> Result<Self> {
        let attribute = |name: &str| {
            let found = attributes.iter().find(|attribute| attribute.name() == name);
            found
                .and_then(|attribute| attribute.value())
                .map(ToOwned::to_owned)
        };
        Ok(Self {
            name: name.context("Cognito names no user")?.to_owned(),
            subject: attribute("sub").context("Cognito says no subject of a user")?,
            email: attribute("email"),
            is_enabled,
            status: status.map_or("", UserStatusType::as_str).to_owned(),
            second_factors: second_factors.to_vec(),
        })
    }
}

fn attribute(name: &str, value: &str) -> Result<AttributeType> {
    Ok(AttributeType::builder().name(name).value(value).build()?)
}

impl Pool {
    /// The pool with this id.
    pub fn new(aws: &SdkConfig, id: &str) -> Self {
        Self::over(Client::new(aws), id)
    }

    /// The same by this client.
    pub fn over(client: Client, id: &str) -> Self {
        Self {
            client,
            id: id.to_owned(),
        }
    }

    /// The user with this subject or email address.
    pub async fn find(&self, known_by: &str) -> Result<Option<User>> {
        let get = self
            .client
            .admin_get_user()
            .user_pool_id(&self.id)
            .username(known_by);
        let found = match get.send().await {
            Ok(found) => found,
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(AdminGetUserError::is_user_not_found_exception) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(anyhow::Error::new(error).context("Cognito tells of no user")),
        };
        let is = (found.enabled(), found.user_status());
        User::of(
            Some(found.username()),
            found.user_attributes(),
            is,
            found.user_mfa_setting_list(),
        )
        .map(Some)
    }

    /// All users.
    pub async fn users(&self) -> Result<Vec<User>> {
        let mut pages = self
            .client
            .list_users()
            .user_pool_id(&self.id)
            .into_paginator()
            .items()
            .send();
        let mut users = Vec::new();
        while let Some(user) = pages.next().await {
            let user = user.context("Cognito does not list its users")?;
            let is = (user.enabled(), user.user_status());
            users.push(User::of(user.username(), user.attributes(), is, &[])?);
        }
        Ok(users)
    }

    /// Makes a user, to whom Cognito mails a password for the first time; or finds the one who has the address already.
    pub async fn create(&self, email: &str) -> Result<User> {
        let create = self
            .client
            .admin_create_user()
            .user_pool_id(&self.id)
            .username(email)
            .user_attributes(attribute("email", email)?)
            .user_attributes(attribute("email_verified", "true")?)
            .desired_delivery_mediums(DeliveryMediumType::Email);
        match create.send().await {
            Ok(created) => {
                let user = created.user().context("Cognito says nothing of the new user")?;
                let is = (user.enabled(), user.user_status());
                User::of(user.username(), user.attributes(), is, &[])
            }
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(AdminCreateUserError::is_username_exists_exception) =>
            {
                let found = self.find(email).await?;
                found.context("Cognito has a user of this address, and does not tell which")
            }
            Err(error) => Err(anyhow::Error::new(error).context("Cognito makes no user")),
        }
    }

    /// Mails a user who never signed in another password for the first time.
    pub async fn invite_again(&self, user: &User) -> Result<()> {
        // As when they were made: by the address.
        let known_by = user.email.as_ref().unwrap_or(&user.name);
        let create = self
            .client
            .admin_create_user()
            .user_pool_id(&self.id)
            .username(known_by)
            .message_action(MessageActionType::Resend)
            .desired_delivery_mediums(DeliveryMediumType::Email);
        create
            .send()
            .await
            .context("Cognito does not send the invitation again")?;
        Ok(())
    }

    /// Lets a user sign in no more.
    pub async fn disable(&self, name: &str) -> Result<()> {
        let disable = self.client.admin_disable_user();
        let disable = disable.user_pool_id(&self.id).username(name);
        disable
            .send()
            .await
            .context("Cognito does not disable the user")?;
        Ok(())
    }

    /// Lets a user sign in again.
    pub async fn enable(&self, name: &str) -> Result<()> {
        let enable = self.client.admin_enable_user();
        let enable = enable.user_pool_id(&self.id).username(name);
        enable.send().await.context("Cognito does not enable the user")?;
        Ok(())
    }

    /// Signs a user out everywhere: what they could renew their tokens by is worth nothing from then on.
    pub async fn sign_out(&self, name: &str) -> Result<()> {
        let sign_out = self.client.admin_user_global_sign_out();
        let sign_out = sign_out.user_pool_id(&self.id).username(name);
        sign_out
            .send()
            .await
            .context("Cognito does not sign the user out")?;
        Ok(())
    }
}
