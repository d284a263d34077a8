//! What somebody gets who has signed in: a token, and where they may act.

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use shared::{
    app::App,
    domain::SignInId,
    http::{
        Peer, Problem, Reply,
        reply::{Described, json},
        route::cookie_name,
    },
    seal::token::SessionToken,
    table::person::{Person, Session},
};

use super::known_device::{KNOWN_FOR, KnownDevice};
use crate::me::{
    mine::MineShown,
    views::{ContextView, PersonView},
};

/// How long a sign-in lasts: 30 days.
pub const LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many devices a person is known on without the device's cookie.
const DEVICES: usize = 10;

/// A sign-in that is being made: its token exists here and in the answer only.
pub struct NewSession {
    token: SessionToken,
    /// What is stored of it.
    pub session: Session,
    place: String,
    is_known: bool,
    device: String,
}

impl NewSession {
    /// A new sign-in of this person.
    pub async fn of(app: &App, peer: &Peer, person: &Person) -> Result<Self, Problem> {
        let now = app.clock.now();
        let token = SessionToken::new(person.person_id);
        let session = Session {
            person_id: person.person_id,
            email: person.email.clone(),
            hash: token.hash(),
            sign_in_id: SignInId::new(app.clock.precise()),
            device: peer.device(),
            created_at: now,
            last_used_at: now,
            expires_at: now.saturating_add(LASTS).unwrap_or(now),
        };
        let known = KnownDevice::read(app, peer, &person.email).await?;
        let place = format!(
            "{} {}",
            session.device,
            peer.net.map_or_else(String::new, |net| net.to_string())
        );
        let is_known = known.is_some() || person.devices.contains(&place);
        let device = known.unwrap_or_else(|| KnownDevice {
            email: person.email.clone(),
            sign_in: session.sign_in_id,
        });
        Ok(Self { token, session, place, is_known, device: app.seal.seal(&device).await? })
    }

    /// Whether the person has signed in before, and never on this device or where it is.
    pub fn is_on_new_device(&self, person: &Person) -> bool {
        !self.is_known && person.last_sign_in_at.is_some()
    }

    /// Notes the device with its person.
    pub fn note_device(&self, person: &mut Person) {
        person.devices.retain(|place| *place != self.place);
        person.devices.insert(0, self.place.clone());
        person.devices.truncate(DEVICES);
    }

    /// The answer, once the sign-in is stored.
    pub fn answer(self, app: &App, person: &Person, mine: MineShown) -> SignedInAnswer {
        let MineShown { contexts, invitations } = mine;
        SignedInAnswer {
            cookie: cookie_name(&app.settings),
            device: (KnownDevice::cookie_name(app), self.device),
            secure: app.settings.is_encrypted(),
            body: SignedInView {
                token: self.token.expose(),
                expires_at: self.session.expires_at,
                person: PersonView::of(person),
                contexts,
                invitations,
            },
        }
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
    /// How many invitations are open for their address: at most 100, `/v1/me/invitations` has all.
    invitations: usize,
}

/// The answer to a sign-in: the body, and the console's cookie.
pub struct SignedInAnswer {
    body: SignedInView,
    cookie: &'static str,
    device: (&'static str, String),
    secure: bool,
}

impl Reply for SignedInAnswer {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Described::json::<SignedInView>(&[200], generator).with(&["Set-Cookie"])
    }

    fn into_response(self) -> Response {
        self.with_cookies(|body| body)
    }
}

impl SignedInAnswer {
    /// The answer with a body around what signing in answers.
    pub fn with_cookies<T: Serialize>(self, body: impl FnOnce(SignedInView) -> T) -> Response {
        let secure = if self.secure { "; Secure" } else { "" };
        let seconds = LASTS.as_secs();
        let (name, token) = (self.cookie, &self.body.token);
        let attributes = format!("HttpOnly; SameSite=Lax{secure}");
        let (known, device) = self.device;
        let for_days = KNOWN_FOR.as_secs();
        let cookies = [
            format!("{name}={token}; Path=/; Max-Age={seconds}; {attributes}"),
            format!("{known}={device}; Path=/; Max-Age={for_days}; {attributes}"),
        ];
        let mut answer = json(StatusCode::OK, &body(self.body));
        for cookie in cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok()) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
        answer
    }
}
