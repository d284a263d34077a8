//! How mails get on: of each way that they leave by the newest that left, and the newest that was held up.
//! It is the operator's, and says nothing of anybody's mail.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::email::Lane;

/// The newest of a lane's mails that came so far.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailMark {
    /// The way.
    pub lane: Lane,
    /// How far.
    pub came: Came,
    /// When.
    pub at: Timestamp,
    /// How long one that left had been owed, where that is known.
    pub waited_seconds: Option<u64>,
    /// Why one was held up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Held>,
}

/// How far a mail came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// SES took it.
    Sent,
    /// It was put back, to be tried again.
    Held,
}

/// Why mails are held up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// As many as SES takes in 24 hours were sent.
    QuotaUsedUp,
    /// More came than SES takes in a second.
    Throttled,
    /// SES is out of reach, or cannot send now.
    OutOfReach,
}

impl MailMark {
    /// The key of the newest that left.
    pub fn sent(lane: Lane) -> Key {
        keys::mail_mark(lane.as_str(), "SENT")
    }

    /// The key of the newest that was held up.
    pub fn held(lane: Lane) -> Key {
        keys::mail_mark(lane.as_str(), "HELD")
    }
}

impl Entity for MailMark {
    const KIND: &'static str = "mail_mark";

    fn key(&self) -> Key {
        match self.came {
            Came::Sent => Self::sent(self.lane),
            Came::Held => Self::held(self.lane),
        }
    }
}
