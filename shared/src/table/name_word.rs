//! The later words of users' names: by them lists are searched. They follow from the users: the
//! stream's consumer keeps them in step, a moment later.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys, user::User};
use crate::domain::{AccountId, UserId, folding::fold, search::later_words};

/// That a user's folded name goes on so from one of its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameWord {
    /// The account.
    pub account_id: AccountId,
    /// The user.
    pub user_id: UserId,
    /// The name from the word on.
    pub from_word: String,
}

impl NameWord {
    /// Those of a user, by their keys. A key holds only so much of a name: of words from which on so
    /// much is the same, one stands for all.
    pub fn all_of(user: &User) -> HashMap<Key, Self> {
        let folded = user.name.as_ref().map(|name| fold(name.as_str())).unwrap_or_default();
        let of = |word: &str| Self {
            account_id: user.account_id,
            user_id: user.user_id,
            from_word: word.to_owned(),
        };
        later_words(&folded).map(of).map(|word| (word.key(), word)).collect()
    }
}

impl Entity for NameWord {
    const KIND: &'static str = "name_word";

    fn key(&self) -> Key {
        keys::name_word(self.account_id, &self.from_word, self.user_id)
    }
}
