//! How somebody joins an account as a user, by the link in their mail or signed in; and how they
//! decline to, signed in.
//!
//! | rule | condition in the write |
//! |---|---|
//! | an invitation works once, and not after it was resent, withdrawn, declined or has ended (8) | the user's version and invitation are those that were read, and open |
//! | an account has a person once | the person's invitation goes away as the context comes |

use jiff::Timestamp;
use serde_json::json;
use shared::{
    app::App,
    domain::{
        AccountId, Email, MailId, PersonId, PersonName,
        event::{Action, Actor, ActorKind},
    },
    http::{Call, Code, Person, Problem, access::Access},
    table::{
        Change, Condition, Entity, Items, Key, Write, WriteError,
        account::Account,
        keys,
        mail::{Content, Mail},
        person::{Context, Person as PersonItem},
        user::{Invitation, User},
    },
};

use crate::{accounts::account_creation::context_of, users::removal::remove_and_tell};

/// The rules that the write holds.
#[derive(Clone, Copy)]
pub enum Rule {
    /// The invitation is the one that was read, and open.
    Open,
    /// The other items are as they were read.
    Other,
}

/// A user who is joining an account.
pub struct Joining {
    /// The account.
    pub account: Account,
    /// The user as they are once they have joined.
    pub user: User,
    /// When.
    at: Timestamp,
    /// Which link the invitation had.
    number: u32,
    /// The user's version before.
    before: u64,
    inviter: Inviter,
}

impl Joining {
    /// Begins with a user who was read: 409 for one who has joined, 404 for one whose invitation is
    /// not open, or not the one that is meant.
    pub fn of(
        mut user: User,
        account: Account,
        now: Timestamp,
        is_meant: impl Fn(&Invitation) -> bool,
    ) -> Result<Self, Problem> {
        if user.activated_at.is_some() {
            return Err(Problem::new(Code::AlreadyActive));
        }
        let invitation = user.open_invitation(now).filter(|invitation| is_meant(invitation));
        let Invitation { number, by, .. } = invitation.cloned().ok_or_else(Problem::not_found)?;
        let (before, inviter) = (user.version, Inviter::of(&user, by));
        (user.activated_at, user.last_sign_in_at) = (Some(now), Some(now));
        user.invitation = None;
        user.version += 1;
        Ok(Self { account, user, at: now, number, before, inviter })
    }

    /// What tells whether the one who invited is there still, and at which address.
    pub fn inviter(&self) -> Vec<Key> {
        self.inviter.keys()
    }

    /// Takes in what was read of the one who invited, and the name by which the user calls
    /// themselves: the account's own record goes before it.
    pub fn with(mut self, read: &Items, name: Option<PersonName>) -> Result<Self, Problem> {
        self.inviter = self.inviter.if_there(read)?;
        self.user.name = self.user.name.or(name);
        Ok(self)
    }

    /// The context that they have once they have joined.
    pub fn context(&self) -> Context {
        context_of(&self.user, self.at)
    }

    /// Adds to a write that they join: both sides of the membership, the account's drivers, the
    /// trail's entry, and the mail to the one who invited.
    pub fn join<'t, A: Access, B, Q>(
        &self,
        call: &'t Call<A, B, Q>,
        write: Write<'t, Rule>,
    ) -> Write<'t, Rule> {
        let user = &self.user;
        let open = Condition::All(vec![
            Condition::is("invitation.number", self.number),
            Condition::greater("invitation.expires_at", call.app.clock.now()),
            Condition::is("version", self.before),
        ]);
        let joined = Change::of(user.key())
            .set("activated_at", user.activated_at)
            .set("last_sign_in_at", user.last_sign_in_at)
            .set_or_remove("name", user.name.as_ref())
            .set("version", user.version)
            .remove("invitation")
            .places(user.index());
        let invited = keys::invited(user.person_id, user.account_id);
        let write = write
            .change(joined, open, Rule::Open)
            .delete(&invited, Condition::Present, Rule::Other)
            .create(&self.context(), Rule::Other);
        let write = if user.is_active_driver() {
            let driver = Change::of(self.account.key()).count("active_drivers", 1);
            write.change(driver, Condition::Present, Rule::Other)
        } else {
            write
        };
        self.tell(call, write)
    }

    fn tell<'t, A: Access, B, Q>(
        &self,
        call: &'t Call<A, B, Q>,
        write: Write<'t, Rule>,
    ) -> Write<'t, Rule> {
        let user = &self.user;
        let id = Some(user.person_id.to_string());
        let actor = Actor { kind: ActorKind::Person, id, email: Some(user.email.clone()) };
        let subject = ("user", user.user_id.to_string());
        let changes = json!({ "email": user.email });
        let event = call.event(user.account_id, &actor, Action::UserActivated, subject, changes);
        let content = Content::UserActivated {
            account: self.account.name.clone(),
            user: user.name.as_ref().map_or_else(|| user.email.to_string(), ToString::to_string),
            by_program: false,
        };
        match self.inviter.mail(&call.app, &self.account, content) {
            Some(mail) => write.put(&event).put(&mail),
            None => write.put(&event),
        }
    }
}

/// Joins as the caller, to whom this user's invitation is. `None` where it has changed meanwhile, or
/// is gone: a new look tells.
pub async fn join<B>(
    call: &Call<Person, B>,
    user: User,
    account: Account,
) -> Result<Option<(Context, Account)>, Problem> {
    let (app, now) = (&call.app, call.app.clock.now());
    let joining = Joining::of(user, account, now, |_| true)?;
    let inviter = app.table.get_many(joining.inviter()).await?;
    let joining = joining.with(&inviter, call.who.person.name.clone())?;
    match joining.join(call, app.table.write()).run().await {
        Ok(()) => Ok(Some((joining.context(), joining.account))),
        Err(WriteError::Refused(Rule::Open | Rule::Other, _)) => Ok(None),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// Declines as the caller, to whom this user's invitation is: the user is removed, which frees their
/// seat and ends the link, and the one who invited is told. That the invitation is open still is
/// looked at anew where something has changed meanwhile.
pub async fn decline<B>(
    call: &Call<Person, B>,
    user: User,
    account: &Account,
) -> Result<(), Problem> {
    let (app, now) = (&call.app, call.app.clock.now());
    let open = |user: &User| match (user.activated_at, user.open_invitation(now)) {
        _ if user.person_id != call.who.person.person_id => Err(Problem::not_found()),
        (Some(_), _) => Err(Problem::new(Code::AlreadyActive)),
        (None, Some(invitation)) => Ok(invitation.by.clone()),
        (None, None) => Err(Problem::not_found()),
    };
    let inviter = Inviter::of(&user, open(&user)?);
    let inviter = inviter.if_there(&app.table.get_many(inviter.keys()).await?)?;
    let subject = ("user", user.user_id.to_string());
    let changes = json!({ "email": user.email, "role": user.role });
    let actor = &call.who.caller.actor;
    let event = call.event(user.account_id, actor, Action::UserDeclined, subject, changes);
    let (account_name, by) = (account.name.clone(), user.email.to_string());
    let content = Content::InvitationDeclined { account: account_name, by, as_user: true };
    let mail = inviter.mail(app, account, content);
    remove_and_tell(app, user, |user| open(user).map(drop), &event, mail.as_ref()).await
}

/// The one who invited, who is told what became of it: for a program that did the holder is, as the
/// stream tells of it (`workers/joined.rs`); who has left meanwhile is not to know what goes on in the
/// account.
struct Inviter(Option<InvitedBy>);

/// A person who invited.
#[derive(Clone)]
struct InvitedBy {
    person: PersonId,
    account: AccountId,
    /// The address that they have, once it was read.
    email: Option<Email>,
}

impl Inviter {
    fn of(user: &User, by: Actor) -> Self {
        let person = match by.kind {
            ActorKind::Person => by.id.as_ref().and_then(|id| id.parse::<PersonId>().ok()),
            ActorKind::ApiKey | ActorKind::Operator | ActorKind::System => None,
        };
        let account = user.account_id;
        Self(person.map(|person| InvitedBy { person, account, email: None }))
    }

    fn keys(&self) -> Vec<Key> {
        let keys =
            |by: &InvitedBy| vec![keys::context(by.person, by.account), keys::person(by.person)];
        self.0.as_ref().map(keys).unwrap_or_default()
    }

    fn if_there(&self, read: &Items) -> Result<Self, Problem> {
        let there = |by: &&InvitedBy| read.has(&keys::context(by.person, by.account));
        let Some(by) = self.0.as_ref().filter(there) else { return Ok(Self(None)) };
        let person: Option<PersonItem> = read.get(&keys::person(by.person))?;
        let email = person.map(|person| person.email);
        Ok(Self(Some(InvitedBy { email, ..by.clone() })))
    }

    fn mail(&self, app: &App, account: &Account, content: Content) -> Option<Mail> {
        let to = self.0.as_ref()?.email.clone()?;
        let (id, at) = (MailId::new(app.clock.precise()), app.clock.now());
        Some(Mail::owed(id, account.account_id, to, content, at))
    }
}
