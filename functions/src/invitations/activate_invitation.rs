//! Activates an invitation: proves the address and joins the account. It signs in only who has never
//! signed in before: the link was made for joining, and lies in a mailbox for days.

use axum::response::Response;
use deserr::Deserr;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use shared::{
    app::App,
    domain::{FieldErrors, PersonName},
    http::{Anyone, Call, Json, Problem, Reply, reply::Described},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError, account::Account, keys,
        person::Person, user::User,
    },
};

use super::{
    joining::{Joining, Rule},
    link::ActivationLink,
};
use crate::{
    me::{mine::Mine, views::ContextAccount},
    sign_in::session_creation::{NewSession, SignedInAnswer, SignedInView},
};

/// An invitation.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What stands behind the link's `#`.
    token: String,
    /// The person's own name for themselves.
    #[deserr(default)]
    name: Option<PersonName>,
}

/// What an activation answers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Activation")]
pub struct Output {
    /// Whether it signed in. Who had signed in before signs in by themselves.
    signed_in: bool,
    /// The account that was joined.
    account: ContextAccount,
    /// What signing in answers, if it did.
    #[serde(flatten)]
    sign_in: Option<SignedInView>,
}

/// The account was joined, and perhaps signed in.
pub struct Activated {
    account: ContextAccount,
    signed_in: Option<SignedInAnswer>,
}

impl Reply for Activated {
    fn described(generator: &mut SchemaGenerator) -> Described {
        Json::<Output>::described(generator)
    }

    fn into_response(self) -> Response {
        let (signed_in, account) = (self.signed_in.is_some(), self.account);
        match self.signed_in {
            Some(answer) => {
                answer.with_cookies(|sign_in| Output { signed_in, account, sign_in: Some(sign_in) })
            }
            None => Json(Output { signed_in, account, sign_in: None }).into_response(),
        }
    }
}

/// Activates an invitation. That its number is the link's and it has not ended is the condition of
/// the write, so a link works once, and not when a newer one was sent or the user was removed.
///
/// Nor does it sign in anybody who signed in meanwhile: that they never did is a condition too.
pub async fn activate_invitation(call: Call<Anyone, Input>) -> Result<Activated, Problem> {
    let app = &call.app;
    let link =
        app.seal.open::<ActivationLink>(&call.body.token).await?.ok_or_else(Problem::not_found)?;
    let attempts = Attempts::begin();
    while attempts.go_on() {
        let activation = Activation::read(&call, link).await?;
        match activation.write(&call).run().await {
            Ok(()) => return activation.answer(app).await,
            Err(WriteError::Store(error)) => return Err(error.into()),
            // The next look tells what has changed.
            Err(WriteError::Refused(Rule::Open | Rule::Other, _)) => {}
        }
    }
    Err(Problem::unavailable("an invitation kept changing"))
}

/// An invitation that is being activated.
struct Activation {
    joining: Joining,
    person: Person,
    session: Option<NewSession>,
}

impl Activation {
    /// Reads what the link leads to: 404 where it is dead, 409 where it was activated.
    async fn read(call: &Call<Anyone, Input>, link: ActivationLink) -> Result<Self, Problem> {
        let (app, name) = (&call.app, call.body.name.clone());
        let (user, account) = (keys::user(link.account, link.user), keys::account(link.account));
        let found = app.table.get_many([user.clone(), account.clone()]).await?;
        let user: User = found.get(&user)?.ok_or_else(Problem::not_found)?;
        let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
        let (key, now) = (keys::person(user.person_id), app.clock.now());
        let joining = Joining::of(user, account, now, |newest| newest.number == link.number)?;
        let found = app.table.get_many([key.clone()].into_iter().chain(joining.inviter())).await?;
        let mut person: Person = found.get(&key)?.ok_or_else(Problem::not_found)?;
        // Who holds an account changes their name themselves: an individual account is called by it.
        if person.holds.is_none() {
            person.name = name.clone().or(person.name);
        }
        let session = match person.last_sign_in_at {
            None => Some(NewSession::of(app, &call.peer, &person).await?),
            Some(_) => None,
        };
        if let Some(session) = &session {
            person.last_sign_in_at = Some(now);
            session.note_device(&mut person);
        }
        Ok(Self { joining: joining.with(&found, name)?, person, session })
    }

    fn write<'t>(&self, call: &'t Call<Anyone, Input>) -> Write<'t, Rule> {
        let person = Change::of(self.person.key()).set_or_remove("name", self.person.name.as_ref());
        let (person, unchanged) = match &self.session {
            Some(_) => {
                let signed_in = person
                    .set("last_sign_in_at", self.person.last_sign_in_at)
                    .set("devices", &self.person.devices);
                (signed_in, Condition::Lacks("last_sign_in_at"))
            }
            None => (person, Condition::Present),
        };
        let write = self.joining.join(call, call.app.table.write());
        let write = write.change(person, unchanged, Rule::Other);
        match &self.session {
            Some(session) => write.put(&session.session),
            None => write,
        }
    }

    async fn answer(self, app: &App) -> Result<Activated, Problem> {
        let signed_in = match self.session {
            Some(session) => {
                let mine = Mine::of(app, &self.person).await?;
                Some(session.answer(app, &self.person, mine.shown(app).await?))
            }
            None => None,
        };
        Ok(Activated { account: ContextAccount::of(&self.joining.account), signed_in })
    }
}
