//! Nobody is invited by an account that the one they hold refuses.
//!
//! Which account somebody holds, the write that invites them tells itself: most hold none, which is
//! its condition; of the others it is learned from the refusal, and the next write looks whether
//! their account refuses this one.

use shared::{
    domain::{AccountId, Email, PersonId},
    table::{Condition, Entity, Item, StoreError, Write, keys, person::Person},
};

/// Whether somebody, as their item tells, has another address by now than that which they were known by:
/// then it is nobody's, or another's.
pub fn has_moved(person: Option<&Item>, from: &Email) -> Result<bool, StoreError> {
    let person = person.cloned().map(Person::from_item).transpose()?;
    Ok(person.is_some_and(|person| person.email != *from))
}

/// The account that somebody holds who is to be invited, as far as it is known: at first, none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held(Option<AccountId>);

impl Held {
    /// The one that the item of a person tells.
    pub fn of(person: Option<Item>) -> Result<Self, StoreError> {
        let person = person.map(Person::from_item).transpose()?;
        Ok(Self(person.and_then(|person| person.holds).map(|holds| holds.account_id)))
    }

    /// How many items of a write are looked at for it beside the person's.
    pub fn looks(self) -> usize {
        usize::from(self.0.is_some())
    }

    /// The condition on the person's item that they hold this one still.
    pub fn unchanged(self) -> Condition {
        match self.0 {
            Some(account) => Condition::is("holds.account_id", account),
            None => Condition::All(vec![Condition::Present, Condition::Lacks("holds")]),
        }
    }

    /// Makes both a condition of a write that does not change the person: that they hold this one
    /// still, and that it does not refuse the account which invites.
    #[must_use]
    pub fn check<'t, R: Clone>(
        self,
        write: Write<'t, R>,
        (person, by): (PersonId, AccountId),
        held: R,
        refused: R,
    ) -> Write<'t, R> {
        let write = write.check(&keys::person(person), self.unchanged(), held);
        self.consents(write, by, refused)
    }

    /// The same of somebody who is known by their address: that it is theirs still is a condition too.
    #[must_use]
    pub fn check_at<'t, R: Clone>(
        self,
        write: Write<'t, R>,
        (person, email, by): (PersonId, &Email, AccountId),
        held: R,
        refused: R,
    ) -> Write<'t, R> {
        let write = write.check(&keys::person(person), self.unchanged_at(email), held);
        self.consents(write, by, refused)
    }

    /// The condition on the person's item that they hold this one still and have this address.
    pub fn unchanged_at(self, email: &Email) -> Condition {
        Condition::All(vec![self.unchanged(), Condition::is("email", email)])
    }

    /// Makes it a condition of a write that the account which they hold does not refuse another.
    #[must_use]
    pub fn consents<'t, R: Clone>(
        self,
        write: Write<'t, R>,
        to: AccountId,
        rule: R,
    ) -> Write<'t, R> {
        match self.0 {
            Some(held) => write.check(&keys::refusal(held, to), Condition::Absent, rule),
            None => write,
        }
    }
}
