//! The pages for people: what this server is, the inbox, the API's document to read and try, and
//! where the links in mails lead.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use minijinja::{Environment, Value, context, value::Serde};
use swagger_ui_dist::{ApiDefinition, OpenApiSource, generate_routes};

use crate::{console::Stage, mailbox::Mail};

/// How many mails the inbox page shows.
const ON_PAGE: usize = 100;

/// Pages bring everything with them and may load nothing else; no mail may run anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      form-action 'self'";
/// The page that reads the token behind a link's `#` has a script.
const POLICY_WITH_SCRIPT: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
/// The page that shows the API's document has parts beside it, and calls the operations.
const POLICY_OF_VIEWER: &str = "default-src 'none'; connect-src 'self'; img-src 'self' data:; \
                                style-src 'self' 'unsafe-inline'; \
                                script-src 'self' 'unsafe-inline'";

/// Where the parts of the viewer of the API's document are.
const VIEWER: &str = "/_local/swagger-ui";

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    for (name, source) in [
        ("layout.html", include_str!("layout.html")),
        ("welcome.html", include_str!("welcome.html")),
        ("welcome.txt", include_str!("welcome.txt")),
        ("try.txt", include_str!("try.txt")),
        ("inbox.html", include_str!("inbox.html")),
        ("link.html", include_str!("link.html")),
        ("api.html", include_str!("api.html")),
    ] {
        if let Err(error) = templates.add_template(name, source) {
            tracing::error!(name, %error, "a page's template is broken");
        }
    }
    templates
});

/// Whether the caller is a browser that wants a page.
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// What this server at this address is, what to open and what to try, for a terminal.
pub fn welcome_text(url: &str, operator: &str, console: &Stage) -> String {
    let console = matches!(console, Stage::Building | Stage::Ready);
    render("welcome.txt", context! { url, operator, console }).unwrap_or_default()
}

/// The same as a page, with what becomes of the console; while it is built the page loads itself again.
pub fn welcome(url: &str, operator: &str, console: &Stage) -> Response {
    let text = render("try.txt", context! { url, operator }).unwrap_or_default();
    let (is_building, is_ready) = (*console == Stage::Building, *console == Stage::Ready);
    let missing = match console {
        Stage::Missing(reason) => Some(reason),
        _ => None,
    };
    page("welcome.html", POLICY, context! { text, is_building, is_ready, missing })
}

/// The inbox: these mails, newest first.
pub fn inbox(mails: &[Mail], to: Option<&str>) -> Response {
    let shown = &mails[..mails.len().min(ON_PAGE)];
    page(
        "inbox.html",
        POLICY,
        context! { mails => Value::from(Serde(shown)), count => mails.len(), to },
    )
}

/// Where the links in mails lead as long as no console does: it says what to do instead.
pub fn link(url: &str, to: &str) -> Response {
    page("link.html", POLICY_WITH_SCRIPT, context! { url, page => to })
}

/// The API's document, to read and to try.
pub fn api() -> Response {
    page("api.html", POLICY_OF_VIEWER, context! { parts => VIEWER })
}

/// What that page is made of: Swagger UI, out of this program.
pub fn viewer() -> Router {
    generate_routes(ApiDefinition {
        uri_prefix: VIEWER,
        api_definition: OpenApiSource::Uri("/v1/openapi.json"),
        title: None,
    })
}

fn page(name: &str, policy: &'static str, values: Value) -> Response {
    match render(name, values) {
        Ok(page) => ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response(),
        Err(error) => {
            tracing::error!(name, %error, "a page cannot be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn render(name: &str, values: Value) -> Result<String, minijinja::Error> {
    TEMPLATES.get_template(name)?.render(values)
}
