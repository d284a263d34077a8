//! The mails that an account words, and what can stand in each.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::placeholder::Placeholder::{self, *};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $of_kind:ident;)*) => {
        /// A mail to the people of an account whose text is the account's own to word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum MailKind { $($(#[$doc])* #[serde(rename = $name)] $kind,)* }

        impl MailKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// As it stands in paths and answers.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// What can stand in its text.
            pub const fn placeholders(self) -> &'static [Offered] {
                match self { $(Self::$kind => $of_kind,)* }
            }
        }
    };
}

kinds! {
    /// To somebody who is invited to be a user.
    Invitation = "invitation", INVITATION;
    /// To somebody who is invited to look after the account.
    ManagerInvitation = "manager_invitation", MANAGER_INVITATION;
    /// To a driver to whom a course was assigned.
    CourseAssigned = "course_assigned", COURSE_ASSIGNED;
    /// To a driver whose course is due.
    CourseReminder = "course_reminder", COURSE_REMINDER;
    /// To an attendee of a training session, of whatever becomes of it.
    TrainingSession = "training_session", TRAINING_SESSION;
    /// To a driver to whom a code is sent.
    Code = "code", CODE;
}

/// A placeholder that a text can have, and what it stands for there.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    /// Which.
    pub placeholder: Placeholder,
    /// What it stands for.
    pub description: &'static str,
    /// Whether a body must have it.
    pub required: bool,
}

const fn must(placeholder: Placeholder, description: &'static str) -> Offered {
    Offered { placeholder, description, required: true }
}

const fn may(placeholder: Placeholder, description: &'static str) -> Offered {
    Offered { placeholder, description, required: false }
}

const ACCOUNT: Offered = may(AccountName, "The name of the account.");
const USER: Offered =
    may(UserName, "The name of the reader; the e-mail address where no name is known.");
const EMAIL: Offered = may(UserEmail, "The e-mail address of the reader.");
const COURSE: Offered = may(CourseTitle, "The title of the course.");
const SIGN_IN: Offered = must(SignInLink, "The link to where the reader signs in.");
const DUE: Offered = may(
    DueOn,
    "When the course is to be completed; where it is not due, a line with no other placeholder is left \
     out.",
);

const INVITATION: &[Offered] = &[
    must(
        ActivationLink,
        "The link that activates the invitation. It is a secret, so it stands in the body only.",
    ),
    ACCOUNT,
    may(UserName, "The name of the invited user; the e-mail address where no name was given."),
    may(UserEmail, "The e-mail address of the invited user."),
    may(
        Inviter,
        "The e-mail address of whoever invited; the name of the account where a program did.",
    ),
    may(
        ExpiresOn,
        "When the invitation ends, in its reader's time zone, else the account's, such as \
         3 December 2026, 10:30 (Europe/Berlin).",
    ),
];

const MANAGER_INVITATION: &[Offered] = &[
    must(
        InvitationLink,
        "The link to the invitation. It is a secret, so it stands in the body only.",
    ),
    ACCOUNT,
    may(UserEmail, "The e-mail address that the invitation is for."),
];

const COURSE_ASSIGNED: &[Offered] = &[
    SIGN_IN,
    ACCOUNT,
    USER,
    EMAIL,
    COURSE,
    may(
        StartsOn,
        "When the course opens; where it is open at once, a line with no other placeholder is left out.",
    ),
    DUE,
];

const COURSE_REMINDER: &[Offered] = &[
    must(
        News,
        "How much time is left, as a sentence, such as: The course Winter driving is due in 7 days.",
    ),
    SIGN_IN,
    ACCOUNT,
    USER,
    EMAIL,
    COURSE,
    may(Headline, "The same in a few words, such as: Due in 7 days."),
    DUE,
];

const TRAINING_SESSION: &[Offered] = &[
    must(
        News,
        "What became of the session, as a sentence: it was scheduled, changed or cancelled, or is \
         held without the reader.",
    ),
    ACCOUNT,
    USER,
    EMAIL,
    may(Headline, "The same in a few words, such as: Changed training session."),
    may(SessionTitle, "The title of the session."),
    may(
        CourseTitle,
        "The title of the course that the session belongs to; where it belongs to none, a line with no \
         other placeholder is left out.",
    ),
    may(When, "When the session is held."),
    may(Place, "Where the session is held."),
    may(Attachment, "What the attached file does to the reader's calendar, as a sentence."),
];

const CODE: &[Offered] = &[
    must(Placeholder::Code, "The code. It is a secret, so it stands in the body only."),
    may(RedeemLink, "The link to where the code is used."),
    ACCOUNT,
    USER,
    EMAIL,
    COURSE,
    may(Days, "How long the course is open once the code is used, such as 30 days."),
];

impl MailKind {
    /// What a placeholder stands for in its text, if it can stand there.
    pub fn offers(self, placeholder: Placeholder) -> bool {
        self.placeholders().iter().any(|offered| offered.placeholder == placeholder)
    }
}

/// It is no kind of mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownKind;

impl FromStr for MailKind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name).ok_or(UnknownKind)
    }
}
