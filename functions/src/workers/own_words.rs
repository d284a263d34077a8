//! The mails that an account words: its own text where it has one, which is read along with what is
//! read anyway, else the product's.

use shared::{
    domain::{
        AccountId, AccountName, Email, MailKind, MailText, PersonName, TimeZone,
        mail_text::{Told, Values},
    },
    email::{Entry, Message, Worded},
    table::{Items, Key, StoreError, keys, mail_text::OwnMailText},
};

/// Who reads a mail.
pub struct Reader {
    /// Their address.
    pub email: Email,
    /// The account's record of their name.
    pub name: Option<PersonName>,
    /// The zone that they read times in.
    pub zone: TimeZone,
}

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
        reader: Reader,
        account_name: AccountName,
        told: Told,
        entry: Option<Entry>,
    ) -> Message {
        Message::Worded(Box::new(self.worded(reader, account_name, told, entry)))
    }

    /// The mail that reminds somebody of what they were told in these words.
    pub fn remind(self, reader: Reader, account_name: AccountName, told: Told) -> Message {
        let mut mail = self.worded(reader, account_name, told, None);
        mail.text = mail.text.as_reminder();
        Message::Worded(Box::new(mail))
    }

    fn worded(
        self,
        reader: Reader,
        account_name: AccountName,
        told: Told,
        entry: Option<Entry>,
    ) -> Worded {
        let Reader { email: user_email, name: user_name, zone } = reader;
        let values = Values { account_name, user_name, user_email, zone, told };
        let text = self.0.unwrap_or_else(|| values.kind().default_text());
        Worded { text, values, entry }
    }
}
