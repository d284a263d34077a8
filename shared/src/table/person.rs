//! People: who they are, their sign-ins, and the accounts they may act in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, counters::never_negative, keys};
use crate::domain::{
    AccountId, Email, InviteUrlId, ManagerId, PersonId, PersonName, Phone, Role, Scope, SignInId,
    TimeZone, UserId, text::Label,
};

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub person_id: PersonId,
    /// Their one address.
    pub email: Email,
    /// Their own name for themselves.
    pub name: Option<PersonName>,
    /// Their own phone number.
    pub phone: Option<Phone>,
    /// The time zone that they read times in, if they have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// The one account that they hold. Its absence is the condition for holding another and for
    /// becoming a manager (rule 2).
    pub holds: Option<Holding>,
    /// How many accounts they manage. Zero is the condition for coming to hold one (rule 2).
    #[serde(default, deserialize_with = "never_negative")]
    pub manages: u32,
    /// How many accounts invite them to manage and wait for their answer. Zero is the condition for
    /// coming to hold an account by what somebody else does.
    #[serde(default, deserialize_with = "never_negative")]
    pub invited_to_manage: u32,
    /// When of late they made companies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub founded_at: Vec<Timestamp>,
    /// Their own invitation URL, since they made one: every older one is dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite_url: Option<OwnInviteUrl>,
    /// The account they chose last.
    pub current_account_id: Option<AccountId>,
    /// When they last signed in; never for somebody who was only invited.
    pub last_sign_in_at: Option<Timestamp>,
    /// The devices, with their places in the net, on which they signed in last, newest first.
    #[serde(default)]
    pub devices: Vec<String>,
    /// When they asked to be forgotten: what is left is a name for what others keep. They come to hold
    /// or to manage nothing any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forgotten_at: Option<Timestamp>,
}

/// The account that a person holds, and as which user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The account.
    pub account_id: AccountId,
    /// The person's membership of it.
    pub user_id: UserId,
}

/// An invitation URL of a person's own. The URL itself is made of it and stored nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnInviteUrl {
    /// Which of theirs it is.
    pub url_id: InviteUrlId,
    /// When it was made.
    pub made_at: Timestamp,
}

impl OwnInviteUrl {
    /// The condition that a person's URL is this one.
    pub fn is(url: InviteUrlId) -> Condition {
        Condition::is("invite_url.url_id", url)
    }
}

impl Person {
    /// The condition that they have made no company since they were read.
    pub fn founded_no_other(&self) -> Condition {
        match self.founded_at.is_empty() {
            true => Condition::Lacks("founded_at"),
            false => Condition::is("founded_at", &self.founded_at),
        }
    }

    /// The condition that they have the address that they had when they were read.
    pub fn has_same_address(&self) -> Condition {
        Condition::is("email", &self.email)
    }

    /// Somebody of whom just the address is known.
    pub fn new(person_id: PersonId, email: Email) -> Self {
        Self {
            person_id,
            email,
            name: None,
            phone: None,
            time_zone: None,
            holds: None,
            manages: 0,
            invited_to_manage: 0,
            founded_at: vec![],
            invite_url: None,
            current_account_id: None,
            last_sign_in_at: None,
            devices: vec![],
            forgotten_at: None,
        }
    }

    /// The condition that they are there and hold no account, so that they may manage (rule 2).
    pub fn holds_none() -> Condition {
        let lacks = ["holds", "forgotten_at"].map(Condition::Lacks);
        Condition::All([Condition::Present].into_iter().chain(lacks).collect())
    }

    /// How the person is called: by name, else by address.
    pub fn called(&self) -> String {
        self.name.as_ref().map_or_else(|| self.email.to_string(), ToString::to_string)
    }
}

impl Entity for Person {
    const KIND: &'static str = "person";

    fn key(&self) -> Key {
        keys::person(self.person_id)
    }
}

/// Whose address it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EmailOwner {
    /// The address.
    pub email: Email,
    /// Whose.
    pub person_id: PersonId,
}

impl Entity for EmailOwner {
    const KIND: &'static str = "email";

    fn key(&self) -> Key {
        keys::email(&self.email)
    }
}

/// A sign-in of a person: what a bearer token stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// Whose.
    pub person_id: PersonId,
    /// Their address, for the audit trail.
    pub email: Email,
    /// The hash of the token; the token itself is stored nowhere.
    pub hash: String,
    /// How it is named to its owner.
    pub sign_in_id: SignInId,
    /// With what kind of device.
    pub device: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to within [`TOUCH_SECONDS`].
    pub last_used_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Entity for Session {
    const KIND: &'static str = "session";

    fn key(&self) -> Key {
        keys::session(self.person_id, &self.hash)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.expires_at.as_second())
    }
}

/// An account that a person may act in, and how: the person's side of a membership.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Context {
    /// Who.
    pub person_id: PersonId,
    /// Where.
    pub account_id: AccountId,
    /// As what.
    pub role: Role,
    /// Their membership, unless they are a manager.
    pub user_id: Option<UserId>,
    /// Their right to manage, if they are a manager.
    pub manager_id: Option<ManagerId>,
    /// How far a manager's right reaches: of a firm's person the firm's grant tells it.
    pub scope: Option<Scope>,
    /// The firm for which they act, if it is one that looks after the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
    /// The person's own labels for the account.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// The labels that the firm's people share, as they were read with what stands behind it.
    #[serde(skip)]
    pub firm_labels: Vec<Label>,
    /// When they last acted in it, to within [`TOUCH_SECONDS`].
    pub last_used_at: Timestamp,
}

/// The firm for which somebody acts in a client's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The firm.
    pub firm_id: AccountId,
    /// By what they are of the firm: who leaves it and comes again is somebody else.
    pub membership: Membership,
}

/// By what somebody is one of a firm's people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Membership {
    /// As its admin.
    UserId(UserId),
    /// As its manager.
    ManagerId(ManagerId),
}

impl Membership {
    /// The condition that somebody's context in the firm is theirs by this still.
    pub fn stands(self) -> Condition {
        match self {
            Self::UserId(user) => Condition::All(vec![
                Condition::is("user_id", user),
                Condition::is("role", Role::Admin),
            ]),
            Self::ManagerId(manager) => Condition::is("manager_id", manager),
        }
    }
}

impl Context {
    /// By what the person is of this account, as one of a firm's people must be: its admin, or its
    /// manager by themselves. Neither its holder, who holds an account and so manages none (rule 2),
    /// nor a driver, nor one who is here for another firm.
    pub fn membership(&self) -> Option<Membership> {
        match (self.role, self.via) {
            (Role::Admin, None) => self.user_id.map(Membership::UserId),
            (Role::Manager, None) => self.manager_id.map(Membership::ManagerId),
            _ => None,
        }
    }
}

/// How stale a "last used" may be: noting every use would make every read a write.
pub const TOUCH_SECONDS: i64 = 3_600;

impl Entity for Context {
    const KIND: &'static str = "context";

    fn key(&self) -> Key {
        keys::context(self.person_id, self.account_id)
    }
}
