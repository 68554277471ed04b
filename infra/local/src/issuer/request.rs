//! What a client asks for when it sends the browser here (RFC 6749 with RFC 9700, `OpenID` Connect Core).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use jiff::Timestamp;

use super::client::Client;
use super::grant::Grant;
use super::parameters::Parameters;

/// What a client may ask for.
pub const SCOPES: [&str; 4] = ["openid", "email", "profile", "offline_access"];

/// A request is no longer than this, in bytes.
pub const LONGEST: usize = 8_192;

/// Whether the person is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// If nobody is signed in here.
    IfNeeded,
    /// Never: the request fails instead.
    Never,
    /// In any case.
    Always,
}

/// A request that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    pub redirect_uri: String,
    pub state: Option<String>,
    pub scope: String,
    pub nonce: Option<String>,
    /// The S256 challenge of PKCE.
    pub challenge: String,
    pub prompt: Prompt,
    /// Who is expected to sign in.
    pub login_hint: Option<String>,
    /// How long ago one may have signed in, in seconds.
    pub max_age: Option<i64>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The client or its address cannot be trusted: the person is told, and the browser sent nowhere.
    Shown(&'static str),
    /// The client is told, at its address.
    Told(Told),
}

/// What the client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub redirect_uri: String,
    pub state: Option<String>,
    /// A code of RFC 6749, 4.1.2.1 or `OpenID` Connect.
    pub error: &'static str,
    pub description: &'static str,
}

impl AuthorizationRequest {
    /// Reads the query of a request of `client`, the only one there is.
    pub fn read(query: &str, client: &Client) -> Result<Self, Refusal> {
        if query.len() > LONGEST {
            return Err(Refusal::Shown("The request is too long."));
        }
        let parameters = Parameters::read(query.as_bytes());
        if parameters.has_twice(&["client_id", "redirect_uri"]) {
            return Err(Refusal::Shown(
                "The request names its client or its address twice.",
            ));
        }
        if parameters.get("client_id") != Some(client.id) {
            return Err(Refusal::Shown("The client is not registered here."));
        }
        let redirect_uri = parameters
            .get("redirect_uri")
            .filter(|address| client.has_address(address));
        let Some(redirect_uri) = redirect_uri else {
            return Err(Refusal::Shown(
                "The address to come back to is not registered here.",
            ));
        };
        let once = |name| {
            parameters
                .get(name)
                .filter(|_| !parameters.has_twice(&[name]))
                .map(str::to_owned)
        };
        let told = |fault| told(redirect_uri, once("state"), fault);
        check(&parameters).map_err(told)?;
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            state: once("state"),
            scope: scope(&parameters).map_err(told)?,
            nonce: once("nonce"),
            challenge: challenge(&parameters).map_err(told)?,
            prompt: prompt(&parameters).map_err(told)?,
            login_hint: once("login_hint"),
            max_age: max_age(&parameters).map_err(told)?,
        })
    }

    /// What it brings to `subject`, who signed in at this time.
    pub fn grant(&self, subject: String, signed_in: Timestamp) -> Grant {
        Grant {
            subject,
            scope: self.scope.clone(),
            nonce: self.nonce.clone(),
            signed_in,
        }
    }

    /// What the client is told instead of an answer.
    pub fn refused(&self, fault: Fault) -> Refusal {
        told(&self.redirect_uri, self.state.clone(), fault)
    }
}

/// A code of RFC 6749, 4.1.2.1 or `OpenID` Connect, and what it means here.
pub type Fault = (&'static str, &'static str);

fn told(redirect_uri: &str, state: Option<String>, (error, description): Fault) -> Refusal {
    Refusal::Told(Told {
        redirect_uri: redirect_uri.to_owned(),
        state,
        error,
        description,
    })
}

/// Whether it is of a kind that is answered at all.
fn check(parameters: &Parameters) -> Result<(), Fault> {
    if parameters.has_twice(&[]) {
        return Err(("invalid_request", "a parameter comes twice"));
    }
    if parameters.get("request").is_some() {
        return Err(("request_not_supported", "request objects are not supported"));
    }
    if parameters.get("request_uri").is_some() {
        return Err(("request_uri_not_supported", "request_uri is not supported"));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(("unsupported_response_type", "only code is supported")),
        None => return Err(("invalid_request", "response_type is missing")),
    }
    if parameters
        .get("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return Err(("invalid_request", "only the response_mode query is supported"));
    }
    Ok(())
}

fn scope(parameters: &Parameters) -> Result<String, Fault> {
    let scope = parameters.get("scope").unwrap_or_default();
    if !scope.split(' ').any(|asked| asked == "openid") {
        return Err(("invalid_scope", "openid is missing"));
    }
    if scope.split(' ').any(|asked| !SCOPES.contains(&asked)) {
        return Err(("invalid_scope", "a scope is not known"));
    }
    Ok(scope.to_owned())
}

fn challenge(parameters: &Parameters) -> Result<String, Fault> {
    // Without a method it would be `plain`, which protects nothing once the request is seen.
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err((
            "invalid_request",
            "PKCE is required: code_challenge_method has to be S256",
        ));
    }
    let challenge = parameters.get("code_challenge").unwrap_or_default();
    let is_digest = BASE64_URL_SAFE_NO_PAD
        .decode(challenge)
        .is_ok_and(|digest| digest.len() == 32);
    if !is_digest {
        return Err((
            "invalid_request",
            "PKCE is required: code_challenge is no SHA-256 digest",
        ));
    }
    Ok(challenge.to_owned())
}

fn prompt(parameters: &Parameters) -> Result<Prompt, Fault> {
    let Some(prompt) = parameters.get("prompt") else {
        return Ok(Prompt::IfNeeded);
    };
    let all: Vec<&str> = prompt.split(' ').collect();
    match all[..] {
        ["none"] => Ok(Prompt::Never),
        _ if all.contains(&"none") => Err(("invalid_request", "the prompt none stands alone")),
        _ if all.iter().any(|one| ["login", "select_account"].contains(one)) => Ok(Prompt::Always),
        ["consent"] => Ok(Prompt::IfNeeded),
        _ => Err(("invalid_request", "the prompt is not known")),
    }
}

fn max_age(parameters: &Parameters) -> Result<Option<i64>, Fault> {
    let Some(age) = parameters.get("max_age") else {
        return Ok(None);
    };
    match age.parse::<u32>() {
        Ok(age) => Ok(Some(age.into())),
        Err(_) => Err(("invalid_request", "max_age is no number of seconds")),
    }
}

#[cfg(test)]
mod tests;
