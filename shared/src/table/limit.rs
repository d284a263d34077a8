//! Limits on how often somebody does something.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Change, Condition, Entity, Key, StoreError, Table, Write, WriteError, keys};

/// A limit: so many in so long, counted from the first.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is limited, as in the key.
    pub what: &'static str,
    /// How many are let through.
    pub most: u32,
    /// In how many seconds.
    pub seconds: i64,
}

/// Unknown codes, by person or API key.
pub const UNKNOWN_CODES: Limit = Limit { what: "unknown_codes", most: 20, seconds: 3_600 };
/// Look-ups of accounts by name, by person.
pub const ACCOUNT_LOOKUPS: Limit = Limit { what: "account_lookups", most: 30, seconds: 60 };

/// Mails to people who have never agreed to them, by the mailbox that gets them, from whomever.
pub const MAILS_TO_STRANGER: Limit = Limit { what: "mails_to", most: 10, seconds: 24 * 3_600 };
/// Mails of one account to one mailbox, whatever they are about.
pub const MAILS_BETWEEN: Limit = Limit { what: "mails_between", most: 20, seconds: 24 * 3_600 };
/// Mails of one account to one mailbox of its reader's own work: routes.
pub const WORK_MAILS_BETWEEN: Limit =
    Limit { what: "work_mails_between", most: 100, seconds: 24 * 3_600 };
/// Mails of all accounts together that are new and on the starter plan: what is more waits.
pub const MAILS_OF_NEW_ACCOUNTS: Limit =
    Limit { what: "mails_of_new_accounts", most: 1_000, seconds: 3_600 };
/// Companies that a person makes: the person keeps the times itself.
pub const FOUNDINGS: Limit = Limit { what: "foundings", most: 3, seconds: 24 * 3_600 };
/// Digests of what was not mailed any more, of one account to one mailbox.
pub const DIGESTS: Limit = Limit { what: "digests", most: 1, seconds: 24 * 3_600 };
/// Turns of a mail to be sent, by the mail: however often it is handed over at once, one sender has it.
pub const MAIL_TURNS: Limit = Limit { what: "mail_turns", most: 1, seconds: 60 };
/// Calls by which an account shares drivers with another: both are mailed of each.
pub const SHARINGS: Limit = Limit { what: "sharings", most: 20, seconds: 24 * 3_600 };
/// Changes of a training session that its attendees are mailed of; the session keeps the times itself.
pub const SESSION_MAILS: Limit = Limit { what: "session_mails", most: 50, seconds: 24 * 3_600 };

/// Mails of an account to people who have never agreed to them: how many depends on the account.
pub fn mails_of_account(most: u32) -> Limit {
    Limit { what: "mails_of", most, seconds: 24 * 3_600 }
}

/// Mailing an invitation again, by invitation: it keeps the times itself.
pub const RESENDS: Limit = Limit { what: "resends", most: 5, seconds: 24 * 3_600 };

/// Sign-in mails to addresses with which nobody has ever signed in, by where in the net they are asked
/// for.
pub const FIRST_SIGN_IN_MAILS_FROM: Limit =
    Limit { what: "first_sign_in_mails_from", most: 50, seconds: 15 * 60 };
/// Other sign-in mails, by where in the net they are asked for, from devices that are not known.
pub const SIGN_IN_MAILS_FROM: Limit =
    Limit { what: "sign_in_mails_from", most: 500, seconds: 15 * 60 };
/// Sign-in mails of a known device, to the address that it is known for.
pub const SIGN_IN_MAILS_OF_DEVICE: Limit =
    Limit { what: "sign_in_mails_of_device", most: 5, seconds: 15 * 60 };

/// Changes of address that a person asks for: each is told at the address that they have.
pub const ADDRESS_CHANGES: Limit = Limit { what: "address_changes", most: 5, seconds: 3_600 };
/// Mails to a mailbox by which a change of address is proved. They have a room of their own: who asks
/// for them takes up none of the mailbox's sign-in mails.
pub const ADDRESS_PROOFS: Limit = Limit { what: "address_proofs", most: 5, seconds: 3_600 };

/// Sign-in mails to addresses with which nobody has ever signed in, all together.
pub fn first_sign_in_mails(a_minute: u32) -> Limit {
    Limit { what: "first_sign_in_mails", most: a_minute, seconds: 60 }
}

/// How often it was done since the first time that counts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Count {
    what: String,
    who: String,
    count: u32,
    until: Timestamp,
}

impl Entity for Count {
    const KIND: &'static str = "limit";

    fn key(&self) -> Key {
        keys::limit(&self.what, &self.who)
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.until.as_second())
    }
}

/// It was done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    /// When it may be done again, in seconds.
    pub retry_after: i64,
}

impl Limit {
    /// The key of somebody's count.
    pub fn key(&self, who: &str) -> Key {
        keys::limit(self.what, who)
    }

    /// Whether a count that was read leaves room at `now`.
    pub fn has_room(&self, count: Option<&Count>, now: Timestamp) -> Result<(), TooOften> {
        self.room(count, now).map(drop)
    }

    /// How many more a count that was read leaves room for at `now`: one at least.
    pub fn room(&self, count: Option<&Count>, now: Timestamp) -> Result<u32, TooOften> {
        let Some(count) = count.filter(|count| count.until > now) else {
            return Ok(self.most);
        };
        match self.most.saturating_sub(count.count) {
            0 => Err(TooOften { retry_after: count.until.as_second() - now.as_second() }),
            room => Ok(room),
        }
    }

    /// The times of the last `seconds` with one more at `now`, if they leave room for it.
    pub fn one_more(
        &self,
        done_at: &[Timestamp],
        now: Timestamp,
    ) -> Result<Vec<Timestamp>, TooOften> {
        let age = |at: &Timestamp| now.as_second() - at.as_second();
        let mut lately: Vec<_> =
            done_at.iter().copied().filter(|at| age(at) < self.seconds).collect();
        match lately.first() {
            Some(first) if lately.len() >= self.most as usize => {
                Err(TooOften { retry_after: self.seconds - age(first) })
            }
            _ => {
                lately.push(now);
                Ok(lately)
            }
        }
    }

    /// Counts one more, unless there is no room: the count being less than the limit is the
    /// condition of the write, however many count at once.
    pub async fn count(
        &self,
        table: &Table,
        who: &str,
        now: Timestamp,
    ) -> Result<Result<(), TooOften>, StoreError> {
        for _ in 0..ATTEMPTS {
            let more = Change::of(self.key(who)).add("count", 1);
            let room = Condition::All(vec![
                Condition::less("count", self.most),
                Condition::greater("until", now),
            ]);
            let old = match table.write().change(more, room, ()).run().await {
                Ok(()) => return Ok(Ok(())),
                Err(WriteError::Store(error)) => return Err(error),
                Err(WriteError::Refused((), old)) => old.map(Count::from_item).transpose()?,
            };
            if let Err(too_often) = self.has_room(old.as_ref(), now) {
                return Ok(Err(too_often));
            }
            match self.begin(table, who, old, now).await {
                Ok(()) => return Ok(Ok(())),
                Err(WriteError::Store(error)) => return Err(error),
                // Somebody else began to count at the same moment.
                Err(WriteError::Refused((), _)) => {}
            }
        }
        Err(StoreError("a count kept changing".into()))
    }

    /// Counts one where there is room for one alone: one write, where [`Self::count`] needs two for a first.
    /// That nothing lies there, or what has ended, is the condition of the write.
    pub async fn take(
        &self,
        table: &Table,
        who: &str,
        now: Timestamp,
    ) -> Result<Result<(), TooOften>, StoreError> {
        let mut old = None;
        for _ in 0..ATTEMPTS {
            old = match self.begin(table, who, old, now).await {
                Ok(()) => return Ok(Ok(())),
                Err(WriteError::Store(error)) => return Err(error),
                Err(WriteError::Refused((), lies)) => lies.map(Count::from_item).transpose()?,
            };
            if let Err(too_often) = self.has_room(old.as_ref(), now) {
                return Ok(Err(too_often));
            }
        }
        Err(StoreError("a count kept changing".into()))
    }

    /// Adds one more to a write, unless what was read leaves no room. That there is room still is a
    /// condition of the write.
    pub fn one_more_in<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        who: &str,
        old: Option<&Count>,
        now: Timestamp,
        rule: R,
    ) -> Result<Write<'t, R>, TooOften> {
        self.has_room(old, now)?;
        Ok(self.more_in(write, who, old, 1, now, rule))
    }

    /// Adds so many more to a write, where `old` is what was read of the count. That it is the count
    /// of the same time still, and leaves room, is a condition of the write.
    pub fn more_in<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        who: &str,
        old: Option<&Count>,
        more: u32,
        now: Timestamp,
        rule: R,
    ) -> Write<'t, R> {
        let unchanged = old.map_or(Condition::Absent, |old| Condition::is("until", old.until));
        if old.is_none_or(|old| old.until <= now) {
            let first = Count { count: more, ..self.first(who, now) };
            return write.put_if(&first, unchanged, rule);
        }
        self.more_unread(write, who, more, vec![unchanged], rule)
    }

    /// The same where nothing was read of the count: it is refused where none is under way.
    pub fn more_blind<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        who: &str,
        more: u32,
        now: Timestamp,
        rule: R,
    ) -> Write<'t, R> {
        self.more_unread(write, who, more, vec![Condition::greater("until", now)], rule)
    }

    fn more_unread<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        who: &str,
        more: u32,
        mut rules: Vec<Condition>,
        rule: R,
    ) -> Write<'t, R> {
        rules.push(Condition::less("count", self.most.saturating_add(1).saturating_sub(more)));
        write.change(Change::of(self.key(who)).add("count", more), Condition::All(rules), rule)
    }

    /// Counts the first, in place of an older count that has ended.
    async fn begin(
        &self,
        table: &Table,
        who: &str,
        old: Option<Count>,
        now: Timestamp,
    ) -> Result<(), WriteError<()>> {
        let unchanged = old.map_or(Condition::Absent, |old| Condition::is("until", old.until));
        table.write().put_if(&self.first(who, now), unchanged, ()).run().await
    }

    fn first(&self, who: &str, now: Timestamp) -> Count {
        Count {
            what: self.what.into(),
            who: who.into(),
            count: 1,
            until: now.saturating_add(SignedDuration::from_secs(self.seconds)).unwrap_or(now),
        }
    }
}

const ATTEMPTS: u32 = 5;
