//! Where the lists that are searched find users: by address and by name in the indexes, by later
//! words of names among the items of these.

use shared::{
    domain::{
        AccountId,
        search::{Beginning, Found},
    },
    table::{Entity, Item, Key, keys, name_word::NameWord, user::User},
};

/// What an entry of such a list tells of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Their address.
    Address,
    /// Their name.
    Name,
    /// Their name from a later word on.
    Word,
}

impl Sight {
    /// The user that an entry names.
    pub fn user(self, account: AccountId, entry: &Item) -> Option<Key> {
        match self {
            Self::Address | Self::Name => Key::of(entry),
            Self::Word => Some(keys::user(account, keys::user_of_word(entry)?)),
        }
    }

    /// Whether a user who is searched for is shown at this entry: at the first by which they are
    /// found. An entry may lag behind its user: then it shows nobody.
    pub fn shows(self, entry: &Item, user: &User, text: &Beginning) -> bool {
        match text.find(&user.email, user.name.as_ref()) {
            None => false,
            Some(Found::Address) => self == Self::Address,
            Some(Found::Name) => self == Self::Name,
            Some(Found::Word(from_word)) => {
                let (account_id, user_id) = (user.account_id, user.user_id);
                let word = NameWord { account_id, user_id, from_word };
                self == Self::Word && Key::of(entry) == Some(word.key())
            }
        }
    }
}
