//! Accounts and the names that companies have.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Condition, Entity, Key, counters::never_negative, keys};
use crate::domain::{AccountId, AccountKind, AccountName, TimeZone};

/// How many mails to strangers an account may cause in a day at first, and once it is known.
const MAILS_AT_FIRST: u32 = 100;
const MAILS_OF_ESTABLISHED: u32 = 1_000;
/// How old an account is, and how many drivers have accepted its invitations, when it is known.
const ESTABLISHED_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
const ESTABLISHED_DRIVERS: u32 = 10;

/// An account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// Which.
    pub account_id: AccountId,
    /// Its name; an individual's is its holder's name or address.
    pub name: AccountName,
    /// What it is.
    pub kind: AccountKind,
    /// How many users its plan allows.
    pub seat_limit: u32,
    /// How many are invited or active: changed only together with a user's item.
    #[serde(deserialize_with = "never_negative")]
    pub seats_used: u32,
    /// How many drivers are active: changed only together with a user's item.
    #[serde(deserialize_with = "never_negative")]
    pub active_drivers: u32,
    /// How many users have ever left: only added to, in the write that removes a user. That it has
    /// not changed is the condition that nobody has left since it was read.
    #[serde(default)]
    pub departures: u64,
    /// Whether it may buy codes.
    pub reseller: bool,
    /// How many mails a day it may cause to people who never agreed to them, where the operator has
    /// said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_limit: Option<u32>,
    /// Its time zone: its days end in it, and who has none of their own reads times in it.
    #[serde(default)]
    pub time_zone: TimeZone,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes.
    pub version: u64,
}

impl Account {
    /// A new account with its holder in the first seat.
    pub fn new(account_id: AccountId, kind: AccountKind, name: AccountName, at: Timestamp) -> Self {
        Self {
            account_id,
            name,
            kind,
            seat_limit: kind.first_seats(),
            seats_used: 1,
            // The holder of an individual account is its driver.
            active_drivers: u32::from(kind == AccountKind::Individual),
            departures: 0,
            reseller: false,
            mail_limit: None,
            time_zone: TimeZone::default(),
            created_at: at,
            version: 1,
        }
    }
}

impl Account {
    /// How many more users its plan allows. A plan that was lowered below its use allows none.
    pub fn free_seats(&self) -> u32 {
        self.seat_limit.saturating_sub(self.seats_used)
    }

    /// How many mails a day it may cause to people who never agreed to them (rule 53): few at first,
    /// more for a reseller and for a company that has lasted and whose invitations were accepted,
    /// never fewer than its plan has seats; or what the operator says.
    pub fn mails_a_day(&self, now: Timestamp) -> u32 {
        let lasted = now.duration_since(self.created_at) >= ESTABLISHED_AFTER;
        let established = lasted && self.active_drivers >= ESTABLISHED_DRIVERS;
        let usual =
            if self.reseller || established { MAILS_OF_ESTABLISHED } else { MAILS_AT_FIRST };
        self.mail_limit.unwrap_or(usual.max(self.seat_limit))
    }

    /// Whether it is as anybody's who has just come: all such accounts share a room for mails.
    pub fn is_new(&self, now: Timestamp) -> bool {
        self.mail_limit.is_none() && self.mails_a_day(now) == MAILS_AT_FIRST
    }

    /// The condition that nobody has left since it was read.
    pub fn nobody_left(&self) -> Condition {
        let same = Condition::is("departures", self.departures);
        match self.departures {
            0 => Condition::Any(vec![Condition::Lacks("departures"), same]),
            _ => same,
        }
    }
}

impl Entity for Account {
    const KIND: &'static str = "account";

    fn key(&self) -> Key {
        keys::account(self.account_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        vec![keys::account_by_name(self.account_id, &self.name.folded())]
    }
}

/// Which company has a name: its being there makes names unique.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NameOwner {
    /// The name as the company writes it.
    pub name: AccountName,
    /// Which.
    pub account_id: AccountId,
    /// From when on others may have it, once the company is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_from: Option<Timestamp>,
}

/// For how long nobody else gets the name of a company that was closed (rule 49).
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

impl NameOwner {
    /// That an account has its name.
    pub fn of(account: &Account) -> Self {
        Self { name: account.name.clone(), account_id: account.account_id, free_from: None }
    }

    /// That an account which is closed now had it, for as long as it is kept.
    pub fn kept(account: &Account, now: Timestamp) -> Self {
        let free_from = now.saturating_add(KEPT).ok();
        Self { free_from, ..Self::of(account) }
    }

    /// The condition for getting a name: nobody has it, or it is kept no longer.
    pub fn free(now: Timestamp) -> Condition {
        Condition::Any(vec![Condition::Absent, Condition::less("free_from", now)])
    }
}

impl Entity for NameOwner {
    const KIND: &'static str = "name";

    fn key(&self) -> Key {
        keys::name(&self.name.unique())
    }

    fn ttl(&self) -> Option<i64> {
        self.free_from.map(Timestamp::as_second)
    }
}
