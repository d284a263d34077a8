//! The mails that an account words: its own text where it has one, which is read along with what is
//! read anyway, else the product's.

use shared::{
    domain::{
        AccountId, AccountName, Email, MailKind, MailText, PersonName,
        mail_text::{Told, Values},
    },
    email::{Entry, Message, Worded},
    table::{Items, Key, StoreError, keys, mail_text::OwnMailText},
};

/// The words of an account for a mail.
#[derive(Default)]
pub struct OwnWords(Option<MailText>);

impl OwnWords {
    /// Where they lie, for a mail that an account words.
    pub fn key(account: AccountId, kind: Option<MailKind>) -> Option<Key> {
        kind.map(|kind| keys::mail_text(account, kind))
    }

    /// Those that were read under a key, if any were.
    pub fn of(key: Option<&Key>, read: &Items) -> Result<Self, StoreError> {
        let own: Option<OwnMailText> = key.map(|key| read.get(key)).transpose()?.flatten();
        Ok(Self(own.and_then(|own| own.text)))
    }

    /// The mail that tells somebody something in these words.
    pub fn tell(
        self,
        to: &Email,
        name: Option<PersonName>,
        account_name: AccountName,
        told: Told,
        entry: Option<Entry>,
    ) -> Message {
        let values = Values { account_name, user_name: name, user_email: to.clone(), told };
        let text = self.0.unwrap_or_else(|| values.kind().default_text());
        Message::Worded(Box::new(Worded { text, values, entry }))
    }
}
