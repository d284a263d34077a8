//! What the placeholders stand for in one mail.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MailKind, Placeholder};
use crate::domain::{
    AccountName, Email, PersonName, Place, TimeZone, Title,
    moment::{moment, span},
};

/// What the placeholders stand for in one mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Values {
    /// The account whose mail it is.
    pub account_name: AccountName,
    /// The account's record of the reader's name.
    pub user_name: Option<PersonName>,
    /// The reader's address.
    pub user_email: Email,
    /// The zone that they read times in.
    pub zone: TimeZone,
    /// What the mail tells them.
    pub told: Told,
}

/// What a mail tells, by its kind.
#[derive(Clone, PartialEq, Eq)]
pub enum Told {
    /// The reader is invited to be a user.
    Invitation {
        /// The link, its token behind the `#`.
        link: String,
        /// The address of who invited; a program has none.
        inviter: Option<Email>,
        /// When the invitation ends.
        expires_at: Timestamp,
    },
    /// The reader is invited to look after the account.
    ManagerInvitation {
        /// The link, its token behind the `#`.
        link: String,
    },
    /// The reader was given a course.
    CourseAssigned {
        /// Which.
        course: Title,
        /// When it opens, if it is not open yet.
        starts_at: Option<Timestamp>,
        /// When it is due, if it is.
        due_at: Option<Timestamp>,
        /// Where the reader signs in.
        sign_in_url: String,
    },
    /// A course of the reader's is due.
    CourseReminder {
        /// Which.
        course: Title,
        /// When it is due.
        due_at: Timestamp,
        /// In how many days that is; none once it is over.
        days_left: Option<u32>,
        /// Where the reader signs in.
        sign_in_url: String,
    },
    /// What became of a training session for the reader.
    TrainingSession {
        /// What did.
        news: News,
        /// The session.
        title: Title,
        /// The course that it belongs to.
        course: Option<Title>,
        /// When it is held.
        when: (Timestamp, Timestamp),
        /// Where it is held.
        place: Place,
    },
    /// A code is sent to the reader.
    Code {
        /// What it opens.
        course: Title,
        /// How long the course stays open once the code is used.
        days: u32,
        /// The code, as it is shown.
        code: String,
        /// Where it is used.
        redeem_url: String,
    },
}

/// What became of a training session for an attendee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// They are to attend it.
    Scheduled,
    /// It is another than they were told.
    Changed,
    /// It is not held.
    Cancelled,
    /// It is held without them.
    TakenOff,
}

/// Shows nothing: links and codes are secrets.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

impl Values {
    /// The kind of mail that they are for.
    pub fn kind(&self) -> MailKind {
        match self.told {
            Told::Invitation { .. } => MailKind::Invitation,
            Told::ManagerInvitation { .. } => MailKind::ManagerInvitation,
            Told::CourseAssigned { .. } => MailKind::CourseAssigned,
            Told::CourseReminder { .. } => MailKind::CourseReminder,
            Told::TrainingSession { .. } => MailKind::TrainingSession,
            Told::Code { .. } => MailKind::Code,
        }
    }

    /// What a placeholder stands for; nothing where there is no such value in this mail.
    pub fn of(&self, placeholder: Placeholder) -> String {
        match placeholder {
            Placeholder::AccountName => self.account_name.to_string(),
            Placeholder::UserName => {
                self.user_name.as_ref().map_or(self.user_email.as_str(), PersonName::as_str).into()
            }
            Placeholder::UserEmail => self.user_email.to_string(),
            // A program has no address.
            Placeholder::Inviter => self
                .told
                .of(placeholder, &self.zone)
                .unwrap_or_else(|| self.account_name.to_string()),
            Placeholder::News => self.news(),
            other => self.told.of(other, &self.zone).unwrap_or_default(),
        }
    }

    fn news(&self) -> String {
        let account = &self.account_name;
        match &self.told {
            Told::TrainingSession { news, .. } => match news {
                News::Scheduled => format!("{account} has scheduled a training session for you."),
                News::Changed => format!(
                    "{account} has changed a training session that you are to attend. This is how it \
                     is now."
                ),
                News::Cancelled => format!("{account} has cancelled this training session."),
                News::TakenOff => format!("{account} has taken you off this training session."),
            },
            Told::CourseReminder { course, days_left: Some(days), .. } => {
                format!("The course {course} is due {}.", due_in(*days))
            }
            Told::CourseReminder { course, days_left: None, .. } => {
                format!("The course {course} was due and is not completed.")
            }
            _ => String::new(),
        }
    }
}

impl Told {
    fn of(&self, placeholder: Placeholder, zone: &TimeZone) -> Option<String> {
        let moment = |at: Timestamp| moment(at, zone);
        match self {
            Self::Invitation { link, inviter, expires_at } => match placeholder {
                Placeholder::ActivationLink => Some(link.clone()),
                Placeholder::Inviter => inviter.as_ref().map(ToString::to_string),
                Placeholder::ExpiresOn => Some(moment(*expires_at)),
                _ => None,
            },
            Self::ManagerInvitation { link } => match placeholder {
                Placeholder::InvitationLink => Some(link.clone()),
                _ => None,
            },
            Self::CourseAssigned { course, starts_at, due_at, sign_in_url } => match placeholder {
                Placeholder::CourseTitle => Some(course.to_string()),
                Placeholder::StartsOn => starts_at.map(moment),
                Placeholder::DueOn => due_at.map(moment),
                Placeholder::SignInLink => Some(sign_in_url.clone()),
                _ => None,
            },
            Self::CourseReminder { course, due_at, days_left, sign_in_url } => match placeholder {
                Placeholder::CourseTitle => Some(course.to_string()),
                Placeholder::DueOn => Some(moment(*due_at)),
                Placeholder::Headline => Some(match days_left {
                    Some(days) => format!("Due {}", due_in(*days)),
                    None => "Overdue".to_owned(),
                }),
                Placeholder::SignInLink => Some(sign_in_url.clone()),
                _ => None,
            },
            Self::TrainingSession { news, title, course, when, place } => match placeholder {
                Placeholder::Headline => Some(news.headline().to_owned()),
                Placeholder::SessionTitle => Some(title.to_string()),
                Placeholder::CourseTitle => course.as_ref().map(ToString::to_string),
                Placeholder::When => Some(span(*when, zone)),
                Placeholder::Place => Some(place.to_string()),
                Placeholder::Attachment => Some(news.attachment().to_owned()),
                _ => None,
            },
            Self::Code { course, days, code, redeem_url } => match placeholder {
                Placeholder::CourseTitle => Some(course.to_string()),
                Placeholder::Days => Some(counted(*days)),
                Placeholder::Code => Some(code.clone()),
                Placeholder::RedeemLink => Some(redeem_url.clone()),
                _ => None,
            },
        }
    }
}

impl News {
    fn headline(self) -> &'static str {
        match self {
            Self::Scheduled => "Training session",
            Self::Changed => "Changed training session",
            Self::Cancelled => "Cancelled training session",
            Self::TakenOff => "You are no longer on the training session",
        }
    }

    fn attachment(self) -> &'static str {
        match self {
            Self::Scheduled | Self::Changed => {
                "The attached file puts it into your calendar, in your own time zone."
            }
            Self::Cancelled | Self::TakenOff => "The attached file takes it out of your calendar.",
        }
    }
}

fn counted(days: u32) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

fn due_in(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}
