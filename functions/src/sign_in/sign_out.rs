//! Ends this sign-in: its token is dead with the next request.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use schemars::SchemaGenerator;
use shared::{
    http::{Call, Code, Person, Problem, Reply, reply::Described, route::cookie_name},
    table::{Condition, keys},
};

/// 204, and the console's cookie is taken away.
pub struct SignedOut {
    cookie: &'static str,
    secure: bool,
}

impl Reply for SignedOut {
    fn described(_: &mut SchemaGenerator) -> Described {
        Described::empty(&[204]).with(&["Set-Cookie"])
    }

    const MEDIA: &'static [&'static str] = &[];

    fn into_response(self) -> Response {
        let mut answer = StatusCode::NO_CONTENT.into_response();
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.cookie;
        let cookie = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        answer
    }
}

/// Ends this sign-in.
pub async fn sign_out(call: Call<Person>) -> Result<SignedOut, Problem> {
    let session = keys::session(call.who.person.person_id, &call.who.session);
    let ended = call.app.table.write().delete(&session, Condition::Present, Code::Unauthenticated);
    ended.run().await?;
    let settings = &call.app.settings;
    Ok(SignedOut { cookie: cookie_name(settings), secure: settings.is_encrypted() })
}
