//! What a mail tells SES of itself, and SES's reports tell us again: where its state is kept.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{AccountId, MailId, UserId, id::MalformedId};

/// Where the state of a mail is kept. Written with letters, digits, `_` and `-` only: see
/// <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum MailTag {
    /// In an item of its own.
    Mail(MailId),
    /// On the user whom it invites.
    Invitation {
        /// The account.
        account: AccountId,
        /// The user.
        user: UserId,
        /// Which of the user's invitations.
        number: u32,
    },
}

impl fmt::Display for MailTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail(mail) => mail.fmt(f),
            Self::Invitation { account, user, number } => write!(f, "{account}-{user}-{number}"),
        }
    }
}

impl FromStr for MailTag {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let parts: Vec<_> = text.split('-').collect();
        match parts.as_slice() {
            [mail] => mail.parse().map(Self::Mail),
            [account, user, number] => Ok(Self::Invitation {
                account: account.parse()?,
                user: user.parse()?,
                number: number.parse().map_err(|_| MalformedId)?,
            }),
            _ => Err(MalformedId),
        }
    }
}

impl From<MailTag> for String {
    fn from(tag: MailTag) -> Self {
        tag.to_string()
    }
}

impl TryFrom<String> for MailTag {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ulid::Ulid;

    use super::*;

    proptest! {
        #[test]
        fn a_tag_is_read_back_and_ses_takes_it(a: u128, b: u128, number: u32) {
            let account = AccountId::from_ulid(Ulid::from(a));
            let user = UserId::from_ulid(Ulid::from(b));
            let mail = MailTag::Mail(MailId::from_ulid(Ulid::from(a)));
            for tag in [mail, MailTag::Invitation { account, user, number }] {
                let text = tag.to_string();
                prop_assert_eq!(text.parse(), Ok(tag));
                let taken = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
                prop_assert!(text.len() <= 256 && text.chars().all(taken));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text: String) {
            prop_assert!(text.parse::<MailTag>().is_err());
        }
    }
}
