//! The route of the template that a request found: decisions are made by it, never by how a path ends. And where the request came from.

use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

/// Returns the path of the route as the template writes it, such as `/v1/reports/{period}`; empty if the request came by none.
pub fn route(request: &Request) -> &str {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => {
            let key = context.route_key.as_deref().unwrap_or_default();
            key.split_once(' ').map_or("", |(_, path)| path)
        }
        _ => "",
    }
}

/// Returns the address that a request came from, where the platform says.
pub fn address_of(request: &Request) -> String {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.http.source_ip.clone().unwrap_or_default(),
        _ => String::new(),
    }
}
