//! Room for mails to people who have never agreed to them (rule 53): so many a day of one account,
//! and so many to one mailbox from whomever. The counts lie apart from what is mailed of, so removing
//! somebody and inviting them again finds them as they were.
//!
//! Each mail is counted in the write that owes it, on the condition that there is room.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{
    Entity, Item, Items, Key, StoreError, Write,
    account::Account,
    limit::{Count, Limit, MAILS_TO_STRANGER, TooOften, mails_of_account},
};
use crate::domain::{AccountId, Email};

/// The room that there is, as far as it is known.
#[derive(Debug)]
pub struct MailRoom {
    account: AccountId,
    of_account: Limit,
    now: Timestamp,
    /// What is known of the counts; `None` where none is there.
    counts: HashMap<Key, Option<Count>>,
}

/// Whose room a write found other than it was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomOf {
    /// The account's.
    Account,
    /// That of the one to whom the mail of this number goes.
    Receiver(usize),
}

impl MailRoom {
    /// The room of an account, of which nothing is known yet.
    pub fn of(account: &Account, now: Timestamp) -> Self {
        let of_account = mails_of_account(account.mails_a_day(now));
        Self { account: account.account_id, of_account, now, counts: HashMap::new() }
    }

    /// The keys of the counts of mails of an account to these addresses.
    pub fn keys<'e>(
        account: AccountId,
        to: impl IntoIterator<Item = &'e Email>,
    ) -> impl Iterator<Item = Key> {
        let of_account = mails_of_account(0).key(&account.to_string());
        to.into_iter().map(receiver).chain([of_account])
    }

    /// Takes in what was read of the counts of mails to these addresses.
    pub fn read<'e>(
        mut self,
        read: &Items,
        to: impl IntoIterator<Item = &'e Email>,
    ) -> Result<Self, StoreError> {
        for key in Self::keys(self.account, to) {
            let count = read.get(&key)?;
            self.counts.insert(key, count);
        }
        Ok(self)
    }

    /// How many more mails there is room for today.
    pub fn left(&self) -> Result<usize, TooOften> {
        let known = self.counts.get(&self.account_key()).and_then(Option::as_ref);
        let left = self.of_account.room(known, self.now)?;
        Ok(usize::try_from(left).unwrap_or(usize::MAX))
    }

    /// Whether there is room for a mail to somebody, of the account and of theirs.
    pub fn has_room(&self, email: &Email) -> Result<(), TooOften> {
        self.left().and_then(|_| self.has_room_for(email))
    }

    /// Whether somebody may be mailed once more today.
    pub fn has_room_for(&self, email: &Email) -> Result<(), TooOften> {
        let known = self.counts.get(&receiver(email)).and_then(Option::as_ref);
        MAILS_TO_STRANGER.has_room(known, self.now)
    }

    /// Adds to a write the mails that it owes: one to each of these, who have different mailboxes,
    /// each with its number.
    pub fn take<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        to: &[(usize, &Email)],
        rule: impl Fn(RoomOf) -> R,
    ) -> Write<'t, R> {
        let more = u32::try_from(to.len()).unwrap_or(u32::MAX);
        let account = self.account.to_string();
        let write = self.count(write, self.of_account, &account, more, rule(RoomOf::Account));
        to.iter().fold(write, |write, (number, email)| {
            let (who, rule) = (email.mailbox(), rule(RoomOf::Receiver(*number)));
            self.count(write, MAILS_TO_STRANGER, who.as_str(), 1, rule)
        })
    }

    fn count<'t, R: Clone>(
        &self,
        write: Write<'t, R>,
        limit: Limit,
        who: &str,
        more: u32,
        rule: R,
    ) -> Write<'t, R> {
        match self.counts.get(&limit.key(who)) {
            Some(old) => limit.more_in(write, who, old.as_ref(), more, self.now, rule),
            None => limit.more_blind(write, who, more, self.now, rule),
        }
    }

    /// The write was refused for this: what lies there now. It tells whether there is room.
    pub fn learn(
        &mut self,
        of: RoomOf,
        receiver_is: &Email,
        found: Option<Item>,
    ) -> Result<(), StoreError> {
        let key = match of {
            RoomOf::Account => self.account_key(),
            RoomOf::Receiver(_) => receiver(receiver_is),
        };
        self.counts.insert(key, found.map(Count::from_item).transpose()?);
        Ok(())
    }

    /// The write was done: what was known of these is as old as that.
    pub fn forget<'e>(&mut self, to: impl IntoIterator<Item = &'e Email>) {
        for key in Self::keys(self.account, to) {
            self.counts.remove(&key);
        }
    }

    fn account_key(&self) -> Key {
        self.of_account.key(&self.account.to_string())
    }
}

fn receiver(email: &Email) -> Key {
    MAILS_TO_STRANGER.key(email.mailbox().as_str())
}
