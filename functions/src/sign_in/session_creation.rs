//! What somebody gets who has signed in: a token, and where they may act.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use shared::{
    app::App,
    http::{Problem, Reply, reply::Described, route::COOKIE},
    seal::token::SessionToken,
    table::person::{Person, Session},
};

use crate::me::views::{ContextView, PersonView, contexts_of};

/// How long a sign-in lasts: 30 days.
pub const LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A sign-in that is being made: its token exists here and in the answer only.
pub struct NewSession {
    token: SessionToken,
    /// What is stored of it.
    pub session: Session,
}

impl NewSession {
    /// A new sign-in of this person.
    pub fn of(person: &Person, now: Timestamp) -> Self {
        let token = SessionToken::new(person.person_id);
        let session = Session {
            person_id: person.person_id,
            email: person.email.clone(),
            hash: token.hash(),
            expires_at: now.saturating_add(LASTS).unwrap_or(now),
        };
        Self { token, session }
    }

    /// The answer, once the sign-in is stored.
    pub async fn answer(self, app: &App, person: &Person) -> Result<SignedInAnswer, Problem> {
        Ok(SignedInAnswer {
            secure: app.settings.app_url.starts_with("https:"),
            body: SignedInView {
                token: self.token.expose(),
                expires_at: self.session.expires_at,
                person: PersonView::of(person),
                contexts: contexts_of(app, person).await?,
            },
        })
    }
}

/// A sign-in, as it is answered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignedIn")]
pub struct SignedInView {
    /// The bearer token.
    token: String,
    /// When it ends.
    expires_at: Timestamp,
    /// Who signed in.
    person: PersonView,
    /// Where they may act, the current one first.
    contexts: Vec<ContextView>,
}

/// The answer to a sign-in: the body, and the console's cookie.
pub struct SignedInAnswer {
    body: SignedInView,
    secure: bool,
}

impl Reply for SignedInAnswer {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Described::json::<SignedInView>(&[200], generator).with(&["Set-Cookie"])
    }

    fn into_response(self) -> Response {
        let secure = if self.secure { "; Secure" } else { "" };
        let seconds = LASTS.as_secs();
        let token = &self.body.token;
        let cookie =
            format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        let mut answer = (StatusCode::OK, axum::Json(self.body)).into_response();
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        answer
    }
}
