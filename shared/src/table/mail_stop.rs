//! What readers want no more of: mails that an account causes, or that any does (RFC 8058), or a class of
//! mails, whichever account causes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{AccountId, Email, MailClass};

/// The reader of an address wants no more mails.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailStop {
    /// Whose: what stops `ann@` stops `ann+tag@` too.
    pub email: Email,
    /// Of which mails.
    #[serde(flatten)]
    pub of: Stopped,
    /// Since when.
    pub at: Timestamp,
}

/// Which mails somebody wants no more of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Attributes", into = "Attributes")]
pub enum Stopped {
    /// Those of an account.
    Account(AccountId),
    /// Those of a class.
    Class(MailClass),
    /// All but those that they must have.
    All,
}

/// How the item says it: by what it is of, and if by nothing, it is of all.
#[derive(Serialize, Deserialize)]
struct Attributes {
    account_id: Option<AccountId>,
    #[serde(default)]
    class: Option<MailClass>,
}

impl From<Stopped> for Attributes {
    fn from(of: Stopped) -> Self {
        match of {
            Stopped::Account(account) => Self { account_id: Some(account), class: None },
            Stopped::Class(class) => Self { account_id: None, class: Some(class) },
            Stopped::All => Self { account_id: None, class: None },
        }
    }
}

impl From<Attributes> for Stopped {
    fn from(Attributes { account_id, class }: Attributes) -> Self {
        let of_class = class.map_or(Self::All, Self::Class);
        account_id.map_or(of_class, Self::Account)
    }
}

impl MailStop {
    /// The keys of what stops the mails of a class that an account causes to an address.
    pub fn keys(email: &Email, account: AccountId, class: MailClass) -> [Key; 3] {
        [Stopped::Account(account), Stopped::Class(class), Stopped::All].map(|of| of.key(email))
    }
}

impl Stopped {
    /// Where it lies for an address.
    pub fn key(self, email: &Email) -> Key {
        let mailbox = email.mailbox();
        match self {
            Self::Account(account) => keys::mail_stop(&mailbox, account),
            Self::Class(MailClass::Reminders) => keys::stop_of_reminders(&mailbox),
            Self::Class(MailClass::Digest) => keys::stop_of_digests(&mailbox),
            Self::Class(MailClass::Notices) => keys::stop_of_notices(&mailbox),
            Self::All => keys::mail_stop_of_all(&mailbox),
        }
    }
}

impl Entity for MailStop {
    const KIND: &'static str = "mail_stop";

    fn key(&self) -> Key {
        self.of.key(&self.email)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn stops() -> Vec<MailStop> {
        let (email, at) =
            (Email::parse("ann+work@example.com").expect("one"), Timestamp::UNIX_EPOCH);
        let of_account = Stopped::Account(AccountId::new(at));
        let all = MailClass::ALL.map(Stopped::Class).into_iter().chain([of_account, Stopped::All]);
        all.map(|of| MailStop { email: email.clone(), of, at }).collect()
    }

    #[test]
    fn each_is_read_as_it_was_written_and_lies_apart_in_the_mailbox() {
        for stop in stops() {
            assert_eq!(MailStop::from_item(stop.to_item()).expect("a stop").of, stop.of);
            assert_eq!(stop.key().pk, "EMAIL#ann@example.com");
        }
        let places: HashSet<_> = stops().iter().map(Entity::key).collect();
        assert_eq!(places.len(), stops().len());
    }

    #[test]
    fn what_says_neither_account_nor_class_is_of_all() {
        for mut item in stops().iter().map(Entity::to_item) {
            item.retain(|name, _| !["account_id", "class"].contains(&name.as_str()));
            assert_eq!(MailStop::from_item(item).expect("a stop").of, Stopped::All);
        }
    }
}
