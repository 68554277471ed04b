//! The client of DynamoDB, which every event waits for: less of what the SDK does for each call and DynamoDB has no use for.

use std::sync::OnceLock;

use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::endpoint::{
    DefaultResolver, Endpoint, EndpointFuture, Params, ResolveEndpoint,
};
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::{disable_interceptor, dyn_dispatch_hint};
use aws_types::SdkConfig;

/// The client.
pub(crate) fn client(sdk: &SdkConfig) -> Client {
    let config = aws_sdk_dynamodb::config::Builder::from(sdk)
        .interceptor(WithoutUnusedHeaders)
        .endpoint_resolver(OneEndpoint::default());
    Client::from_conf(config.build())
}

/// Leaves out the headers that name the SDK, the call and its attempt: DynamoDB does nothing with them, and each call writes them
/// anew.
#[derive(Debug)]
struct WithoutUnusedHeaders;

#[dyn_dispatch_hint]
impl Intercept for WithoutUnusedHeaders {
    fn name(&self) -> &'static str {
        "WithoutUnusedHeaders"
    }

    fn read_before_execution(
        &self,
        _context: &BeforeSerializationInterceptorContextRef<'_>,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        const WHY: &str = "DynamoDB has no use for it";
        let state = config.interceptor_state();
        state.store_put(disable_interceptor::<UserAgentInterceptor>(WHY));
        state.store_put(disable_interceptor::<InvocationIdInterceptor>(WHY));
        state.store_put(disable_interceptor::<RequestInfoInterceptor>(WHY));
        Ok(())
    }
}

/// Resolves the endpoint at the first call. It is the same for each: tables are named, and not by the ARNs that may lead elsewhere. The
/// SDK's own resolver goes through its rules again whenever a call is about other tables than the one before.
#[derive(Debug, Default)]
struct OneEndpoint {
    rules: DefaultResolver,
    found: OnceLock<Endpoint>,
}

impl ResolveEndpoint for OneEndpoint {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        if let Some(found) = self.found.get() {
            return EndpointFuture::ready(Ok(found.clone()));
        }
        EndpointFuture::new(async move {
            let found = ResolveEndpoint::resolve_endpoint(&self.rules, params).await?;
            Ok(self.found.get_or_init(|| found).clone())
        })
    }
}
