//! The classes of mails that their reader can stop one by one: all but those that they must have.

use serde::{Deserialize, Serialize};

/// A class of mails that their reader can stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailClass {
    /// That a course is due soon or overdue, or that an invitation still waits for an answer.
    Reminders,
    /// What an account sums up for those who look after it.
    Digest,
    /// All other mails that an account causes: invitations, assignments, routes, sessions, codes, shares.
    Notices,
}

impl MailClass {
    /// All.
    pub const ALL: [Self; 3] = [Self::Reminders, Self::Digest, Self::Notices];
}
