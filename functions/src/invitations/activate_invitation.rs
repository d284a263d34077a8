//! Activates an invitation: proves the address and joins the account. It signs in only who has never
//! signed in before: the link was made for joining, and lies in a mailbox for days.

use axum::response::Response;
use deserr::Deserr;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        FieldErrors, MailId, PersonId, PersonName,
        event::{Action, Actor, ActorKind},
    },
    http::{Anyone, Call, Code, Json, Problem, Reply, reply::Described},
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        account::Account,
        keys,
        mail::{Content, Mail},
        person::Person,
        user::User,
    },
};

use super::link::ActivationLink;
use crate::{
    accounts::account_creation::context_of,
    me::views::ContextAccount,
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

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The invitation is the newest, and open.
    Open,
    /// The other items are as they were read.
    Other,
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
    number: u32,
    before: u64,
    user: User,
    account: Account,
    person: Person,
    session: Option<NewSession>,
    inviter: Option<Actor>,
}

impl Activation {
    /// Reads what the link leads to: 404 where it is dead, 409 where it was activated.
    async fn read(call: &Call<Anyone, Input>, link: ActivationLink) -> Result<Self, Problem> {
        let (app, name) = (&call.app, call.body.name.clone());
        let (user, account) = (keys::user(link.account, link.user), keys::account(link.account));
        let found = app.table.get_many([user.clone(), account.clone()]).await?;
        let mut user: User = found.get(&user)?.ok_or_else(Problem::not_found)?;
        let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
        if user.activated_at.is_some() {
            return Err(Problem::new(Code::AlreadyActive));
        }
        let now = app.clock.now();
        let invitation = user
            .invitation
            .take()
            .filter(|invitation| invitation.number == link.number && invitation.expires_at > now);
        let by = invitation.ok_or_else(Problem::not_found)?.by;
        let inviter = inviter(&by).map(|person| keys::context(person, link.account));
        let key = keys::person(user.person_id);
        let found = app.table.get_many([key.clone()].into_iter().chain(inviter.clone())).await?;
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
        let before = user.version;
        user.name = user.name.or(name);
        (user.activated_at, user.last_sign_in_at) = (Some(now), Some(now));
        user.version += 1;
        Ok(Self {
            number: link.number,
            before,
            session,
            user,
            account,
            person,
            // Who has left meanwhile is not told what goes on in the account.
            inviter: inviter.filter(|context| found.has(context)).map(|_| by),
        })
    }

    fn write<'t>(&self, call: &'t Call<Anyone, Input>) -> Write<'t, Rule> {
        let (app, user) = (&call.app, &self.user);
        let open = Condition::All(vec![
            Condition::is("invitation.number", self.number),
            Condition::greater("invitation.expires_at", app.clock.now()),
            Condition::is("version", self.before),
        ]);
        let joined = Change::of(user.key())
            .set("activated_at", user.activated_at)
            .set("last_sign_in_at", user.last_sign_in_at)
            .set_or_remove("name", user.name.as_ref())
            .set("version", user.version)
            .remove("invitation")
            .places(user.index());
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
        let invited = keys::invited(user.person_id, user.account_id);
        let write = app
            .table
            .write()
            .change(joined, open, Rule::Open)
            .delete(&invited, Condition::Present, Rule::Other)
            .create(&context_of(user, app.clock.now()), Rule::Other)
            .change(person, unchanged, Rule::Other);
        let write = match &self.session {
            Some(session) => write.put(&session.session),
            None => write,
        };
        let write = if user.is_active_driver() {
            let driver = Change::of(self.account.key()).count("active_drivers", 1);
            write.change(driver, Condition::Present, Rule::Other)
        } else {
            write
        };
        self.tell(call, write)
    }

    async fn answer(self, app: &App) -> Result<Activated, Problem> {
        let signed_in = match self.session {
            Some(session) => Some(session.answer(app, &self.person).await?),
            None => None,
        };
        Ok(Activated { account: ContextAccount::of(&self.account), signed_in })
    }

    /// Adds the trail's entry and the mail to the one who invited.
    fn tell<'t>(&self, call: &'t Call<Anyone, Input>, write: Write<'t, Rule>) -> Write<'t, Rule> {
        let (app, user) = (&call.app, &self.user);
        let id = Some(user.person_id.to_string());
        let actor = Actor { kind: ActorKind::Person, id, email: Some(user.email.clone()) };
        let subject = ("user", user.user_id.to_string());
        let changes = json!({ "email": user.email });
        let event = call.event(user.account_id, &actor, Action::UserActivated, subject, changes);
        let write = write.put(&event);
        let Some(to) = self.inviter.as_ref().and_then(|by| by.email.clone()) else { return write };
        let content = Content::UserActivated {
            account: self.account.name.clone(),
            user: user.name.as_ref().map_or_else(|| user.email.to_string(), ToString::to_string),
        };
        let (id, at) = (MailId::new(app.clock.precise()), app.clock.now());
        write.put(&Mail::owed(id, user.account_id, to, content, at))
    }
}

/// The person who invited: a program that did is not told.
fn inviter(by: &Actor) -> Option<PersonId> {
    match by.kind {
        ActorKind::Person => by.id.as_ref()?.parse().ok(),
        ActorKind::ApiKey | ActorKind::Operator | ActorKind::System => None,
    }
}
