//! What stands in front of the API: its secret, and requests that bring it.

use http::HeaderMap;
use memberline_http_api::front::{Front, PROOF, VIEWER};
use memberline_platform::front_secret::FrontSecret;

use super::World;

/// The secret's name in a world.
const NAME: &str = "front";

impl World {
    /// Makes the secret, or gives it another value: the one before stays known.
    pub async fn front_secret_becomes(&self, value: &str) {
        let secrets = self.cloud.secrets_manager();
        let put = secrets.put_secret_value().secret_id(NAME).secret_string(value);
        if put.send().await.is_err() {
            let create = secrets.create_secret().name(NAME).secret_string(value);
            create.send().await.unwrap();
        }
        self.cloud.tap.take_calls();
    }

    /// What stands in front of a function, newly started.
    pub fn front_of(&self, function: &'static str) -> Front {
        let client = self.cloud.as_function(function).secrets_manager();
        Front::new(Some(FrontSecret::new(client, NAME.to_owned())))
    }
}

/// The headers of a request that shows this secret and says that its viewer is there.
pub fn shown(secret: &str, viewer: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(PROOF, secret.parse().unwrap());
    headers.insert(VIEWER, viewer.parse().unwrap());
    headers
}
