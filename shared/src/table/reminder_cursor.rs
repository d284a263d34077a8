//! How far reminders of a kind were made.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Entity, Key,
    keys::{self, Coming},
    read::Start,
};

/// What people are reminded of, and when. Their order names mails, so that a new one comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// A course, seven days before it is due.
    WeekBefore,
    /// A course, a day before it is due.
    DayBefore,
    /// A course that was due.
    Overdue,
    /// An invitation that is open for three days.
    ThirdDay,
    /// An invitation that is open for ten days.
    TenthDay,
    /// What waits in an account, every week.
    WeeklyDigest,
}

impl Reminder {
    /// All of them, what is most urgent first.
    pub const ALL: [Self; 6] = [
        Self::DayBefore,
        Self::Overdue,
        Self::WeekBefore,
        Self::ThirdDay,
        Self::TenthDay,
        Self::WeeklyDigest,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WeekBefore => "week_before",
            Self::DayBefore => "day_before",
            Self::Overdue => "overdue",
            Self::ThirdDay => "third_day",
            Self::TenthDay => "tenth_day",
            Self::WeeklyDigest => "weekly_digest",
        }
    }

    /// Among what of a day it is looked for; a digest goes to all accounts that want one.
    pub const fn of(self) -> Option<Coming> {
        match self {
            Self::WeekBefore | Self::DayBefore | Self::Overdue => Some(Coming::Due),
            Self::ThirdDay | Self::TenthDay => Some(Coming::Invited),
            Self::WeeklyDigest => None,
        }
    }

    /// How long after the moment by which that is found the reminder is owed: before, if negative.
    pub const fn delay(self) -> SignedDuration {
        SignedDuration::from_hours(
            24 * match self {
                Self::WeekBefore => -7,
                Self::DayBefore => -1,
                Self::Overdue | Self::WeeklyDigest => 0,
                Self::ThirdDay => 3,
                Self::TenthDay => 10,
            },
        )
    }
}

/// How far reminders of a kind were made, in the order of the moments by which they are found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReminderCursor {
    /// Of which kind.
    pub reminder: Reminder,
    /// All up to this second were.
    pub up_to: Timestamp,
    /// Of the stretch after it, those up to this entry were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Start>,
    /// Counts its moves: that it has not moved is the condition for moving it.
    pub version: u64,
}

impl Entity for ReminderCursor {
    const KIND: &'static str = "reminder_cursor";

    fn key(&self) -> Key {
        keys::reminder_cursor(self.reminder.as_str())
    }
}
