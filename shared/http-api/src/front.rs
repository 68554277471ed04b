//! What stands in front of the API: CloudFront, which proves itself by a secret header and says who the viewer is.
//!
//! The API's own address is open to the internet, as carriers call it. Everything else is asked for through CloudFront, where the
//! WebACL is, and refused elsewhere. What CloudFront says of the viewer is believed behind that proof only.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lambda_events::apigw::ApiGatewayV2httpRequestContext;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderName, StatusCode};
use lambda_http::RequestExt as _;
use lambda_http::request::RequestContext;
use memberline_platform::front_secret::{FrontSecret, Secret};

use crate::failure::Failure;
use crate::log_fields::LogFields;
use crate::problem::{Meaning, Problem};

/// The header that CloudFront proves itself by.
pub const PROOF: HeaderName = HeaderName::from_static("x-memberline-proof");
/// The header in which CloudFront says the viewer's address.
pub const VIEWER: HeaderName = HeaderName::from_static("x-memberline-viewer");

/// What stands in front of a function.
#[derive(Debug, Clone, Default)]
pub struct Front(Option<Arc<FrontSecret>>);

/// The network of whoever asks, as the log may know it: an address's first 24 bits, or 48 of IPv6, tell where a flood comes from and
/// nobody's own address.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            let network = std::net::Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0);
            format!("{network}/48")
        }
    }
}

/// The one value of a header; none when it comes more than once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn wrong_address() -> Problem {
    Problem::new(
        Meaning::Forbidden,
        "wrong_address",
        "Nothing but webhooks is taken at this address. Call the API where the console is.",
    )
}

impl Front {
    /// CloudFront, which proves itself by this secret; nothing, where there is none.
    pub fn new(secret: Option<FrontSecret>) -> Self {
        Self(secret.map(Arc::new))
    }

    /// Lets a request pass that came through what stands in front, or to a function that nothing stands in front of; and the address
    /// of who asks, by `gateway` or by what stands in front. The proof is taken out of the request, so that nothing behind sees it.
    pub async fn admit(
        &self,
        headers: &mut HeaderMap,
        gateway: Option<&str>,
    ) -> (Result<(), Failure>, Option<IpAddr>) {
        let admitted = self.check(headers).await;
        let viewer = self.viewer(admitted.is_ok(), headers, gateway);
        (admitted, viewer)
    }

    async fn check(&self, headers: &mut HeaderMap) -> Result<(), Failure> {
        let Some(secret) = &self.0 else { return Ok(()) };
        let shown = only(headers, &PROOF).map(Secret::new);
        headers.remove(PROOF);
        let shown = shown.ok_or_else(wrong_address)?;
        if secret.is(&shown).await? {
            Ok(())
        } else {
            Err(wrong_address().into())
        }
    }

    /// The address of who asks. Behind the proof CloudFront says it, and API Gateway knows CloudFront's alone; elsewhere API Gateway
    /// says it, and what the request says of itself is worth nothing.
    fn viewer(&self, is_admitted: bool, headers: &HeaderMap, gateway: Option<&str>) -> Option<IpAddr> {
        let said = if self.0.is_some() && is_admitted {
            only(headers, &VIEWER)
        } else {
            gateway
        };
        said?.parse().ok()
    }
}

/// The address that API Gateway says a request is from.
pub fn of_gateway(context: &ApiGatewayV2httpRequestContext) -> Option<&str> {
    context.http.source_ip.as_deref()
}

/// Lets through what came by CloudFront, and notes of what is refused, here or behind, from which network it came.
pub async fn behind_front(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let gateway = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => of_gateway(context).map(str::to_owned),
        _ => None,
    };
    let fields = request.extensions().get::<LogFields>().cloned();
    let (admitted, viewer) = front.admit(request.headers_mut(), gateway.as_deref()).await;
    let response = match admitted {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    };
    let is_refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&response.status());
    if let (true, Some(fields), Some(viewer)) = (is_refused, fields, viewer) {
        fields.note("network", &network(viewer));
    }
    response
}

#[cfg(test)]
mod tests;
