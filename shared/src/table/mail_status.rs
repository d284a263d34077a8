//! How far a mail has come, and which news of it counts.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, Condition, StoreError, Table, WriteError, keys};
use crate::domain::MailTag;

/// How far a mail has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailStatus {
    /// Owed.
    Queued,
    /// SES took it.
    Sent,
    /// It has not arrived yet: whoever is to take it cannot just now, and SES goes on trying.
    Delayed,
    /// It arrived.
    Delivered,
    /// It came back, or its reader complained.
    Bounced,
    /// SES will never send it.
    Rejected,
    /// It was no longer good when its turn came, and was not sent.
    Dropped,
    /// Its reader wants no more mails of the account, and it was not sent.
    Stopped,
}

impl MailStatus {
    /// After which states this one is noted; `None` is after any. What SES reports comes in any
    /// order, and may be here before the sender has noted that SES took the mail: so what says
    /// less never takes the place of what says more.
    fn follows(self) -> Option<&'static [Self]> {
        Some(match self {
            Self::Queued | Self::Sent | Self::Dropped | Self::Stopped => &[Self::Queued],
            Self::Delayed => &[Self::Queued, Self::Sent],
            Self::Delivered | Self::Rejected => &[Self::Queued, Self::Sent, Self::Delayed],
            Self::Bounced => return None,
        })
    }
}

impl Table {
    /// Notes how far a mail has come, at this time, unless more than that is known of it. An older
    /// invitation of a user says nothing of the newest one.
    pub async fn note_mail(
        &self,
        mail: MailTag,
        status: MailStatus,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, own, name, sent_at) = match mail {
            MailTag::Mail(mail) => (keys::mail(mail), Condition::Present, "status", "sent_at"),
            MailTag::Invitation { account, user, number } => {
                let own = Condition::is("invitation.number", number);
                (keys::user(account, user), own, "invitation.status", "invitation.sent_at")
            }
        };
        let mut rules = vec![own];
        rules.extend(status.follows().map(|before| {
            Condition::Any(before.iter().map(|before| Condition::is(name, before)).collect())
        }));
        let mut change = Change::of(key).set(name, status);
        if status == MailStatus::Sent {
            change = change.set(sent_at, at);
        }
        match self.write().change(change, Condition::All(rules), ()).run().await {
            Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
            Err(WriteError::Store(error)) => Err(error),
        }
    }
}
