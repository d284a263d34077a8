//! How somebody comes to hold a new account.

use std::collections::BTreeSet;

use jiff::Timestamp;
use shared::{
    app::App,
    domain::{AccountId, AccountKind, AccountName, Role, UserId},
    http::{Code, Problem},
    table::{
        Change, Condition, Write,
        account::Account,
        keys,
        person::{Context, Holding, Person},
        user::User,
    },
};

/// A new account, with its holder as the first user.
pub struct Founding {
    /// The account.
    pub account: Account,
    /// The holder's membership, on the account's side.
    pub user: User,
    /// And on the person's.
    pub context: Context,
}

impl Founding {
    /// A new account of this identifier for this person, in their time zone.
    pub fn of(
        app: &App,
        person: &Person,
        account_id: AccountId,
        kind: AccountKind,
        name: AccountName,
    ) -> Self {
        let (now, user_id) = (app.clock.now(), UserId::new(app.clock.precise()));
        let user = User {
            account_id,
            user_id,
            person_id: person.person_id,
            email: person.email.clone(),
            name: person.name.clone(),
            phone: person.phone.clone(),
            role: Role::Holder,
            group_ids: BTreeSet::new(),
            invitation: None,
            moves_from: BTreeSet::new(),
            invited_at: None,
            activated_at: Some(now),
            last_sign_in_at: person.last_sign_in_at,
            version: 1,
        };
        let time_zone = person.time_zone.clone().unwrap_or_default();
        Self {
            account: Account { time_zone, ..Account::new(account_id, kind, name, now) },
            context: context_of(&user, now),
            user,
        }
    }

    /// What the person holds by it.
    pub fn holding(&self) -> Holding {
        Holding { account_id: self.account.account_id, user_id: self.user.user_id }
    }

    /// Adds account, user and context to a write.
    #[must_use]
    pub fn add_to<'t, R: Clone>(&self, write: Write<'t, R>, rule: R) -> Write<'t, R> {
        write.create(&self.account, rule).put(&self.user).put(&self.context)
    }

    /// Adds to a write that the person comes to hold the account, where they are free to: so of two
    /// ways at once only one is gone. They have the address still that the account knows them by.
    #[must_use]
    pub fn hold<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        person: &Person,
        free: Condition,
        rule: R,
    ) -> Write<'t, R> {
        let holds = Change::of(keys::person(person.person_id)).set("holds", self.holding());
        write.change(holds, Condition::All(vec![free, person.has_same_address()]), rule)
    }
}

/// The person's side of a membership.
pub fn context_of(user: &User, now: Timestamp) -> Context {
    Context {
        person_id: user.person_id,
        account_id: user.account_id,
        role: user.role,
        user_id: Some(user.user_id),
        manager_id: None,
        scope: None,
        via: None,
        labels: vec![],
        firm_labels: vec![],
        last_used_at: now,
    }
}

/// The condition for coming to hold an account: to hold none and to manage none (rule 2), and not to be
/// forgotten.
pub fn free() -> Condition {
    let lacks = ["holds", "forgotten_at"].map(Condition::Lacks);
    Condition::All(lacks.into_iter().chain([Condition::is("manages", 0)]).collect())
}

/// The same for coming to hold one by what somebody else does: it must not take from anybody that
/// they may manage, so who is invited to is not made a holder.
pub fn free_and_uninvited() -> Condition {
    let (invited, none) = ("invited_to_manage", Condition::less("invited_to_manage", 1));
    Condition::All(vec![free(), Condition::Any(vec![Condition::Lacks(invited), none])])
}

/// Why this person may not come to hold an account, if so (rule 2).
pub fn may_hold(person: &Person) -> Result<(), Problem> {
    if person.forgotten_at.is_some() {
        Err(Problem::new(Code::Unauthenticated))
    } else if person.holds.is_some() {
        Err(Problem::new(Code::AlreadyAccountHolder))
    } else if person.manages > 0 {
        Err(Problem::new(Code::ManagerCannotHoldAccount))
    } else {
        Ok(())
    }
}
