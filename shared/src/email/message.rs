//! The mails that the product sends, each with what its templates may say.

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::{Attachment, Entry, Invitation};
use crate::{
    domain::moment,
    table::mail::{News, SafetyNews},
};

/// A mail to one person. Values may be anything a user typed: rendering keeps them harmless.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// Somebody asked to sign in with this address.
    SignIn {
        /// The sign-in link, its token behind the `#`.
        link: String,
        /// The short code, shown as `XXXX-XXXX`.
        code: String,
        /// How long both work.
        minutes: u32,
    },
    /// The reader signed in, or somebody did for them, on a device that they had never used.
    NewDevice {
        /// What kind of device.
        device: String,
        /// When; written with its time in UTC.
        #[serde(serialize_with = "moment")]
        at: Timestamp,
        /// Where the reader sees their sign-ins.
        sign_ins_url: String,
    },
    /// Something that concerns the safety of the account that the reader holds.
    AccountSafety {
        /// The name of the account.
        account: String,
        /// What.
        news: SafetyNews,
        /// Where the reader looks after it.
        sign_in_url: String,
    },
    /// Somebody is invited to be a user of an account.
    Invitation(Invitation),
    /// Somebody whom the reader invited is a user now.
    UserActivated {
        /// The name of the account.
        account: String,
        /// The user's name or address.
        user: String,
        /// Where to sign in.
        sign_in_url: String,
    },
    /// A reseller sends a driver a code to redeem.
    CodeSent {
        /// The name of the reseller's company.
        reseller: String,
        /// The title of the course that the code opens.
        course: String,
        /// How long the course stays open once the code is used.
        days: u32,
        /// The code, shown as `XXXXX-XXXXX-XXXXX-XXXXX`.
        code: String,
        /// Where to use the code.
        redeem_url: String,
        /// The driver's name, if the reseller gave one.
        name: Option<String>,
    },
    /// A reseller redeemed a code for this driver.
    CourseOpened {
        /// The name of the reseller's company.
        reseller: String,
        /// The title of the course that is open now.
        course: String,
        /// The end of access, if it ends; written with its time in UTC.
        #[serde(serialize_with = "end")]
        access_until: Option<Timestamp>,
        /// Where to sign in.
        sign_in_url: String,
        /// The driver's name, if the reseller gave one.
        name: Option<String>,
    },
    /// What became of a training session for one of its attendees.
    TrainingSession {
        /// What did.
        news: News,
        /// The name of the account whose session it is.
        account: String,
        /// The session's title.
        title: String,
        /// The title of the course that it belongs to.
        course: Option<String>,
        /// When it is held.
        #[serde(serialize_with = "span")]
        when: (Timestamp, Timestamp),
        /// Where it is held.
        place: String,
        /// The attendee's name, if the account knows it.
        name: Option<String>,
        /// What is attached, for their calendar.
        #[serde(skip)]
        entry: Box<Entry>,
    },
    /// Somebody is invited to look after an account.
    ManagerInvitation {
        /// What the account is called.
        account: String,
        /// The address that the invitation is for.
        email: String,
        /// The invitation, its token behind the `#`.
        link: String,
    },
    /// Those who manage an account, or who invited, are told that an invitation was declined.
    InvitationDeclined {
        /// What the account is called.
        account: String,
        /// The address of the one who declined.
        by: String,
        /// Whether they were to be a user.
        as_user: bool,
    },
    /// Drivers were shared with another account: to those who manage either.
    DriversShared(Sharing),
    /// A driver is shared with another account no longer: to those who manage either.
    DriverUnshared(Sharing),
    /// A driver was put on a route.
    RouteAssigned(Routed),
    /// A driver's route is at another time.
    RouteMoved(Routed),
    /// A driver was taken off routes.
    RouteUnassigned(Routed),
    /// An account has more to tell than the reader is mailed of in a day.
    Digest {
        /// The name of the account.
        account: String,
        /// Where to sign in.
        sign_in_url: String,
    },
}

/// What two accounts share.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// The name of the drivers' home account.
    pub home: String,
    /// The name of the account that they are or were shared with.
    pub recipient: String,
    /// How many drivers.
    pub drivers: u32,
    /// Whether the mail goes to the home account.
    pub to_home: bool,
}

/// A driver's routes.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Routed {
    /// The name of the account whose routes they are.
    pub account: String,
    /// The routes.
    pub routes: Vec<RouteLine>,
    /// The driver's name, if the account knows it.
    pub name: Option<String>,
}

/// A route, as a mail names it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RouteLine {
    /// What it is called.
    pub name: String,
    /// Its start; written with its time in UTC.
    #[serde(serialize_with = "moment")]
    pub starts_at: Timestamp,
    /// Its end; written with its time in UTC.
    #[serde(serialize_with = "moment")]
    pub ends_at: Timestamp,
}

/// The templates of one mail, each with its name and its source.
pub(super) struct Templates {
    pub(super) subject: (&'static str, &'static str),
    pub(super) text: (&'static str, &'static str),
    pub(super) html: (&'static str, &'static str),
}

/// Ties each variant to its folder of templates; a variant without a line does not compile.
macro_rules! mails {
    ($($variant:ident => $folder:literal),+ $(,)?) => {
        /// Every mail's templates.
        pub(super) const TEMPLATES: &[&Templates] = &[$(mails!(@templates $folder)),+];

        impl Message {
            /// The name of the mail's kind, fit for logs.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $folder),+ }
            }

            pub(super) fn templates(&self) -> &'static Templates {
                match self { $(Self::$variant { .. } => mails!(@templates $folder)),+ }
            }
        }
    };
    (@templates $folder:literal) => {
        &Templates {
            subject: mails!(@file $folder, "/subject.txt.j2"),
            text: mails!(@file $folder, "/body.txt.j2"),
            html: mails!(@file $folder, "/body.html.j2"),
        }
    };
    (@file $folder:literal, $file:literal) => {
        (concat!($folder, $file), include_str!(concat!("templates/", $folder, $file)))
    };
}

mails! {
    SignIn => "sign_in",
    NewDevice => "new_device",
    AccountSafety => "account_safety",
    Invitation => "invitation",
    UserActivated => "user_activated",
    CodeSent => "code_sent",
    CourseOpened => "course_opened",
    DriversShared => "drivers_shared",
    DriverUnshared => "driver_unshared",
    RouteAssigned => "route_assigned",
    RouteMoved => "route_moved",
    RouteUnassigned => "route_unassigned",
    TrainingSession => "training_session",
    ManagerInvitation => "manager_invitation",
    InvitationDeclined => "invitation_declined",
    Digest => "digest",
}

impl Message {
    /// What comes with the mail.
    pub(super) fn attachments(&self) -> Vec<Attachment> {
        match self {
            Self::TrainingSession { entry, .. } => vec![entry.attachment()],
            _ => vec![],
        }
    }
}

/// Names the mail only: links, codes and people stay out of logs.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", self.kind())
    }
}

/// Writes a moment as people read it.
fn moment<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment::moment(*at))
}

/// Writes a moment as people read it, if there is one.
fn end<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(moment::moment).serialize(serializer)
}

/// Writes when something is held as people read it.
fn span<S: Serializer>(when: &(Timestamp, Timestamp), serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&moment::span(*when))
}
