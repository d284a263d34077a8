//! Routes: how a request reaches its operation. This is the one way to mount them, on Lambda, in
//! the local stack and in tests, and where the access column is enforced.

use std::{collections::BTreeSet, panic::AssertUnwindSafe, pin::Pin, sync::Arc, time::Instant};

use axum::{
    Router,
    body::{Body as AxumBody, Bytes},
    extract::{RawPathParams, Request, rejection::RawPathParamsRejection},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, any, on},
};
use futures::{FutureExt, join};
use http::{HeaderValue, Method, header, request::Parts};
use serde_json::{Map, Value};

use super::{
    Call, Code, Deadline, PathIds, Peer, Problem, accept,
    access::{Access, Rule},
    authorization::{self, Asked},
    call::IfMatch,
    headers::{self, RequestId},
    idempotency::{self, Claim, Claimed, Keyed},
    input::{self, Body, Content, MAX_BODY, Query},
    peer::cookie,
    problem::Outcome,
    reply::{self, Reply},
};
use crate::{
    app::{App, Settings},
    domain::EventId,
    log::Entry,
    seal::token::Credential,
    table::{Key, meter::Meter},
};

/// The cookie that carries a sign-in. Off this machine no other host's page can set it, and it
/// travels encrypted only: browsers hold to that by the name
/// (<https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#__host->).
pub const SECURE_COOKIE: &str = "__Host-codriver";

/// The cookie that carries a sign-in, as it is called here.
pub fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_encrypted() { SECURE_COOKIE } else { "codriver" }
}

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// An operation, whatever it takes and answers: given the application, the request's head, the
/// values of the path's placeholders and the body.
type Serve = dyn Fn(App, Parts, Vec<(String, String)>, Bytes) -> Answering + Send + Sync;

/// One operation at its place.
#[derive(Clone)]
pub struct Route {
    /// The operation's name: also that of its file, its binary and its function.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with placeholders as `{account}`.
    pub path: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Who may call.
    pub rule: Rule,
    /// Whether it heeds `If-Match`.
    pub versioned: bool,
    /// The folder that its file lies in: what it is about.
    pub subject: &'static str,
    /// The codes that it refuses with, besides those that follow from the rest of this.
    pub refusals: &'static [Code],
    serve: Arc<Serve>,
}

/// What is known of a request before anything was read from the table.
pub struct Asking<'a> {
    /// The path's identifiers.
    pub path: &'a PathIds,
    /// What the caller shows.
    pub credential: Option<&'a Credential>,
    /// The body, if it is JSON.
    pub body: Option<&'a Value>,
    /// The query's parameters.
    pub query: &'a Map<String, Value>,
    /// Whether the answer will be CSV.
    pub wants_csv: bool,
    /// Whether the answer will be a document.
    pub wants_pdf: bool,
}

/// What an operation wants read together with its caller's standing: it may need a key to tell.
pub type Also = for<'a> fn(&'a App, &'a Asking<'a>) -> Reading<'a>;

/// The keys that [`Also`] tells.
pub type Reading<'a> = Pin<Box<dyn Future<Output = Result<Vec<Key>, Problem>> + Send + 'a>>;

/// What a route is declared with.
pub struct Place {
    /// The operation's name.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// What it wants read.
    pub also: &'static [Also],
    /// Whether it changes something that has a version.
    pub versioned: bool,
    /// What it is about.
    pub subject: &'static str,
    /// The codes of its own that it refuses with.
    pub refusals: &'static [Code],
}

impl Route {
    /// The route of an operation.
    pub fn new<A, B, Q, R, F, Fut>(place: Place, access: A, operation: F) -> Self
    where
        A: Access,
        B: Body + 'static,
        Q: Query + 'static,
        R: Reply + 'static,
        F: Fn(Call<A, B, Q>) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<R, Problem>> + Send + 'static,
    {
        let Place { name, method, path, summary, also, versioned, subject, refusals } = place;
        let rule = access.rule();
        let serve = move |app: App, parts: Parts, ids: Vec<(String, String)>, body: Bytes| {
            let deadline = Deadline::of(&app, &parts);
            let request = Incoming { app, parts, ids, body, rule, also, versioned, deadline };
            let answering = async move {
                let answer = deadline.bound(request.answer::<A, B, Q, R, F, Fut>(operation)).await;
                let late = || Err(Problem::unavailable("the function's time was up"));
                let answer = answer.unwrap_or_else(late);
                let mut answer = answer.unwrap_or_else(IntoResponse::into_response);
                if R::MEDIA.len() > 1 {
                    answer.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
                }
                answer
            };
            Box::pin(answering) as Answering
        };
        let summary = summary.trim();
        let serve = Arc::new(serve);
        Self { name, method, path, summary, rule, versioned, subject, refusals, serve }
    }

    /// Whether it needs the table: what anyone may read is the service's own.
    pub fn needs_table(&self) -> bool {
        self.rule != Rule::Anyone || self.method != Method::GET
    }

    /// Whether any of its callers may give an `Idempotency-Key`: then its answer is kept, sealed.
    pub fn takes_keys(&self) -> bool {
        self.rule != Rule::Anyone && self.method == Method::POST
    }

    async fn respond(
        self,
        app: App,
        ids: Result<RawPathParams, RawPathParamsRejection>,
        request: Request,
    ) -> Response {
        // What is no UTF-8 names nothing.
        let Ok(ids) = ids else { return Problem::not_found().into_response() };
        let began = Instant::now();
        let (parts, body) = request.into_parts();
        let request_id =
            parts.extensions.get().map_or_else(String::new, |RequestId(id)| id.clone());
        let ids = ids.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (mut answer, cost) = Meter::measure(async {
            let Some(body) = read_body(body).await else {
                return Problem::new(Code::PayloadTooLarge).into_response();
            };
            let served = AssertUnwindSafe((self.serve)(app.clone(), parts, ids, body));
            let answer = served.catch_unwind().await;
            let answer = answer.unwrap_or_else(|_| Problem::internal("panicked").into_response());
            reply::bounded(&self.method, answer)
        })
        .await;
        let (status, outcome) = (answer.status(), answer.extensions().get::<Outcome>());
        let count = |is: bool| f64::from(u8::from(is));
        Entry {
            request_id: &request_id,
            operation: self.name,
            status: Some(status.as_u16()),
            outcome: outcome.map_or("ok", |outcome| outcome.code.as_str()),
            cause: outcome.and_then(|outcome| outcome.cause.as_deref()),
            took: began.elapsed(),
            cost,
            figures: &[
                ("client_errors", "Count", count(status.is_client_error())),
                ("server_errors", "Count", count(status.is_server_error())),
            ],
        }
        .write(&app);
        answer.extensions_mut().insert(cost);
        answer
    }
}

async fn read_body(body: AxumBody) -> Option<Bytes> {
    axum::body::to_bytes(body, MAX_BODY).await.ok()
}

/// A request on its way to an operation.
struct Incoming {
    app: App,
    parts: Parts,
    ids: Vec<(String, String)>,
    body: Bytes,
    rule: Rule,
    also: &'static [Also],
    versioned: bool,
    deadline: Deadline,
}

impl Incoming {
    /// Identifiers, then who is calling (with one read), then what they ask, then the operation.
    async fn answer<A, B, Q, R, F, Fut>(self, operation: F) -> Result<Response, Problem>
    where
        A: Access,
        B: Body,
        Q: Query,
        R: Reply,
        F: Fn(Call<A, B, Q>) -> Fut,
        Fut: Future<Output = Result<R, Problem>>,
    {
        let headers = &self.parts.headers;
        let credential = credential(&self.app, &self.parts);
        let credential = if self.rule == Rule::Anyone { None } else { Some(credential?) };
        let path = PathIds::read(self.ids)?;
        let content = Content::read(headers, &self.body);
        let query = input::parameters(self.parts.uri.query().unwrap_or_default());
        let none = Map::new();
        let kind = accept::negotiate(headers, R::MEDIA);
        let wants_csv = matches!(kind, Ok(Some("text/csv")));
        let wants_pdf = matches!(kind, Ok(Some("application/pdf")));
        let asking = Asking {
            path: &path,
            credential: credential.as_ref(),
            body: content.as_ref().ok().and_then(Content::json),
            query: query.as_ref().unwrap_or(&none),
            wants_csv,
            wants_pdf,
        };
        let mut also = Vec::new();
        for keys in self.also {
            also.extend(keys(&self.app, &asking).await?);
        }
        let asked = Asked { rule: self.rule, credential: credential.as_ref(), path: &path };
        let (admission, read, touch) = authorization::admit(&self.app, &asked, also).await?;
        let keyed = Keyed::of(&self.parts, &self.body, admission.caller(), self.deadline);
        if admission.forbidden {
            let before = idempotency::answer_before(&self.app, keyed.ok().flatten()).await?;
            return before.ok_or_else(|| Problem::new(Code::Forbidden));
        }
        kind?;
        let (query, body) = read_input::<Q, B>(query, content)?;
        let claim = match keyed? {
            Some(keyed) => match idempotency::claim(&self.app, &keyed).await? {
                Claimed::Run(claim) => Some(claim),
                Claimed::Replay(answer) => return Ok(answer),
            },
            None => None,
        };
        let fresh = || EventId::new(self.app.clock.precise()).ulid();
        let call = Call {
            app: self.app.clone(),
            who: A::who(admission).ok_or_else(|| Problem::new(Code::Unauthenticated))?,
            path,
            query,
            body,
            if_match: if self.versioned { IfMatch::read(headers)? } else { IfMatch::Any },
            wants_csv,
            wants_pdf,
            uri: self.parts.uri.clone(),
            peer: Peer::of(&self.parts, self.app.settings.edge.as_ref()),
            ulid: claim.as_ref().map_or_else(fresh, Claim::ulid),
            read,
        };
        let noted = async {
            if let Some(touch) = touch {
                touch.note(&self.app).await;
            }
        };
        let run = async {
            operation(call).await.map_or_else(IntoResponse::into_response, Reply::into_response)
        };
        let run = AssertUnwindSafe(run).catch_unwind();
        let (answer, ()) = join!(run, noted);
        let answer = answer.unwrap_or_else(|_| Problem::internal("panicked").into_response());
        Ok(match claim {
            Some(claim) => claim.keep(&self.app, answer).await,
            None => answer,
        })
    }
}

/// Reads query and body; both may have bad fields.
fn read_input<Q: Query, B: Body>(
    query: Result<Map<String, Value>, crate::domain::FieldErrors>,
    content: Result<Content, Problem>,
) -> Result<(Q, B), Problem> {
    let query = query.and_then(Q::read);
    match (query, content.and_then(B::read)) {
        (Ok(query), Ok(body)) => Ok((query, body)),
        (Ok(_), Err(problem)) => Err(problem),
        (Err(errors), body) => {
            let mut problem = Problem::from(errors);
            problem.errors.extend(body.err().map(|body| body.errors).unwrap_or_default());
            Err(problem)
        }
    }
}

/// What the caller shows: a bearer token, else the console's cookie. By cookie alone, a change
/// must come from a page of the app: other sites' pages send the cookie too.
fn credential(app: &App, parts: &Parts) -> Result<Credential, Problem> {
    let unauthenticated = || Problem::new(Code::Unauthenticated);
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let (scheme, token) = text.split_once(' ').ok_or_else(unauthenticated)?;
        let token = scheme.eq_ignore_ascii_case("bearer").then_some(token);
        return token.and_then(|token| Credential::parse(token.trim())).ok_or_else(unauthenticated);
    }
    let name = cookie_name(&app.settings);
    let token = cookie(&parts.headers, name).ok_or_else(unauthenticated)?;
    let origin = parts.headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    if !parts.method.is_safe() && !origin.is_some_and(|origin| app.settings.is_own(origin)) {
        let detail = "A change by cookie must come from a page of the app.";
        return Err(Problem::because(Code::Forbidden, detail));
    }
    Credential::parse(token).ok_or_else(unauthenticated)
}

/// A router for requests that no route is for, where each route is a function of its own: they get
/// problems too. It knows the routes by their methods and paths alone.
pub fn mount_unrouted(places: &'static [(&'static str, &'static str)], app: App) -> Router {
    let mut router = Router::new();
    for path in places.iter().map(|(_, path)| *path).collect::<BTreeSet<_>>() {
        let methods = places.iter().filter(|place| place.1 == path).map(|place| place.0);
        let allowed = HeaderValue::from_str(&methods.collect::<Vec<_>>().join(",")).ok();
        let refused = async move || {
            let allow = allowed.map(|allowed| [(header::ALLOW, allowed)]);
            (allow, Problem::new(Code::MethodNotAllowed)).into_response()
        };
        router = router.route(path, any(refused));
    }
    complete(router.fallback(async || Problem::not_found()), app)
}

/// Answers have what all have, also where no route is.
fn complete(router: Router, app: App) -> Router {
    router.layer(from_fn_with_state(app, headers::complete))
}

/// All routes in one router, each with an application of its own where `app` makes them, as on
/// Lambda; other paths and methods get problems too.
pub fn mount(routes: impl IntoIterator<Item = Route>, app: impl Fn(&str) -> App) -> Router {
    let mut router = Router::new();
    for route in routes {
        let (path, app) = (route.path, app(route.name));
        let Ok(method) = MethodFilter::try_from(route.method.clone()) else { continue };
        let methods: MethodRouter =
            on(method, move |ids, request: Request| route.respond(app, ids, request));
        router = router.route(path, methods);
    }
    let router = router
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed));
    complete(router, app("unrouted"))
}
