//! The operations of a function, to be routed and to be described.
//!
//! Describing them takes three times as long as all else that a function does when it starts, and only the API's document needs it. So
//! each operation is routed at once, and described when it is asked.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use utoipa::openapi::{HttpMethod, OpenApi};
use utoipa_axum::PathItemExt as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Operations over the state `S`, in the order of the document. [`operations!`](crate::operations!) makes them of handlers.
#[derive(Debug)]
pub struct Operations<S>(Vec<Operation<S>>);

/// One operation.
#[derive(Debug)]
pub struct Operation<S> {
    path: String,
    route: MethodRouter<S>,
    described: fn() -> UtoipaMethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> Operation<S> {
    /// The operation that a handler does at a path, with what describes it.
    pub fn new<H: Handler<T, S>, T: 'static>(
        path: String,
        methods: &[HttpMethod],
        handler: &H,
        described: fn() -> UtoipaMethodRouter<S>,
    ) -> Self {
        let on = |route: MethodRouter<S>, method: &HttpMethod| {
            route.on(method.to_method_filter(), handler.clone())
        };
        Self {
            path,
            route: methods.iter().fold(MethodRouter::new(), on),
            described,
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Operations<S> {
    /// Several operations.
    pub fn of(operations: Vec<Operation<S>>) -> Self {
        Self(operations)
    }

    /// These, and others after them.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The routes.
    pub fn router(self) -> Router<S> {
        let route =
            |router: Router<S>, operation: Operation<S>| router.route(&operation.path, operation.route);
        self.0.into_iter().fold(Router::new(), route)
    }

    /// The document: its head, and what the operations say of themselves.
    ///
    /// # Panics
    ///
    /// When two types of different forms have one name, of which the document would show one.
    pub fn described(self, head: OpenApi) -> OpenApi {
        let mut router = OpenApiRouter::with_openapi(head);
        let mut named = BTreeMap::new();
        for operation in self.0 {
            let described = (operation.described)();
            for (name, form) in &described.0 {
                let before = named.entry(name.clone()).or_insert_with(|| form.clone());
                assert!(before == form, "two types are called {name}");
            }
            router = router.routes(described);
        }
        router.into_openapi()
    }
}

/// The [`Operations`](crate::operations::Operations) that handlers do, each annotated with `#[utoipa::path]`.
#[macro_export]
macro_rules! operations {
    ($($($part:ident)::+),+ $(,)?) => {
        $crate::operations::Operations::of(vec![
            $($crate::operations::Operation::new(
                utoipa_axum::routes!(@path [path()] of $($part)::+),
                &utoipa_axum::routes!(@path [methods()] of $($part)::+),
                &$($part)::+,
                || utoipa_axum::routes!($($part)::+),
            )),+
        ])
    };
}
