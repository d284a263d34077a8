//! Training sessions: dated, led events of an account, with attendees.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, keys};
use crate::domain::{
    AccountId, CourseId, Email, PersonId, PersonName, Place, Span, Title, TrainingSessionId, UserId,
};

/// How long a session lasts at most, in days: so long before now one that is under way may have begun.
pub const MOST_DAYS: i64 = 31;

/// A training session: the account's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingSession {
    /// Whose.
    pub account_id: AccountId,
    /// Which.
    pub session_id: TrainingSessionId,
    /// What it is, when and where.
    #[serde(flatten)]
    pub details: Details,
    /// Who attends, by user: written only together with the attendances on the people's side.
    pub attendees: Vec<Attendee>,
    /// When of late those who attend were told of a change of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told_at: Vec<Timestamp>,
    /// Counts its changes.
    pub version: u64,
}

/// What a training session is, when and where: what those who attend are told when it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Its title.
    pub title: Title,
    /// The course that it belongs to.
    pub course_id: Option<CourseId>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Where it is held.
    pub place: Place,
}

impl Details {
    /// When it is.
    pub fn span(&self) -> Span {
        Span { starts_at: self.starts_at, ends_at: self.ends_at }
    }
}

/// Somebody who attends, as the account knew them when they were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The user.
    pub user_id: UserId,
    /// Who that is.
    pub person_id: PersonId,
    /// Where they are told.
    pub email: Email,
    /// How they are called.
    pub name: Option<PersonName>,
}

impl TrainingSession {
    /// Whether this user attends.
    pub fn has(&self, user: UserId) -> bool {
        self.attendees.iter().any(|attendee| attendee.user_id == user)
    }

    /// Whether the same person attends as this user.
    pub fn has_person(&self, one: &Attendee) -> bool {
        let same = (one.user_id, one.person_id);
        self.attendees.iter().any(|attendee| (attendee.user_id, attendee.person_id) == same)
    }

    /// Of two news of this session the later has the greater number: iCalendar's `SEQUENCE`.
    pub fn sequence(&self) -> u64 {
        self.version.saturating_sub(1)
    }
}

impl Entity for TrainingSession {
    const KIND: &'static str = "training_session";

    fn key(&self) -> Key {
        keys::training_session(self.account_id, self.session_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let place = match self.details.span().is_of_days() {
            false => keys::training_by_start,
            true => keys::training_of_days_by_start,
        };
        vec![place(self.account_id, self.details.span(), self.session_id, self.details.course_id)]
    }
}

/// A training session that a person attends: the person's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Who.
    pub person_id: PersonId,
    /// In which account.
    pub account_id: AccountId,
    /// As which of its users.
    pub user_id: UserId,
    /// Which session.
    pub session_id: TrainingSessionId,
    /// What it is, when and where.
    #[serde(flatten)]
    pub details: Details,
}

impl Attendance {
    /// An attendee's side of a session.
    pub fn of(session: &TrainingSession, attendee: &Attendee) -> Self {
        Self {
            person_id: attendee.person_id,
            account_id: session.account_id,
            user_id: attendee.user_id,
            session_id: session.session_id,
            details: session.details.clone(),
        }
    }
}

impl Entity for Attendance {
    const KIND: &'static str = "attendance";

    fn key(&self) -> Key {
        keys::attendance(self.person_id, self.details.starts_at, self.session_id)
    }
}
