//! The mails that the product sends, each with what its templates may say.

use std::fmt;

use serde::Serialize;

use super::{Attachment, Worded};
use crate::{domain::Waiting, table::mail::SafetyNews};

/// A mail to one person. Values may be anything a user typed: rendering keeps them harmless. Times are
/// texts as their reader reads them, by [`moment`](crate::domain::moment).
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
        /// When.
        at: String,
        /// Where the reader sees their sign-ins.
        sign_ins_url: String,
    },
    /// Somebody wants this address as theirs, and proves by the code that they read it.
    AddressProof {
        /// The code, shown as `XXXX-XXXX`.
        code: String,
        /// How long it works.
        minutes: u32,
    },
    /// Somebody wants this address as theirs, and it is the reader's.
    AddressTaken {
        /// Where to sign in with it.
        sign_in_url: String,
    },
    /// The reader is forgotten, as they asked.
    Forgotten {},
    /// Another address was asked for in place of the reader's.
    AddressChangeAsked {
        /// With what kind of device.
        device: String,
        /// When.
        at: String,
        /// Where the reader sees their sign-ins.
        sign_ins_url: String,
    },
    /// The reader has another address now.
    AddressChanged {
        /// With what kind of device.
        device: String,
        /// When.
        at: String,
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
    /// A mail that the account words.
    Worded(Box<Worded>),
    /// Somebody whom the reader invited is a user now.
    UserActivated {
        /// The name of the account.
        account: String,
        /// The user's name or address.
        user: String,
        /// Whether a program of the reader's account invited them; else the reader did.
        by_program: bool,
        /// Where to sign in.
        sign_in_url: String,
    },
    /// A reseller redeemed a code for this driver.
    CourseOpened {
        /// The name of the reseller's company.
        reseller: String,
        /// The title of the course that is open now.
        course: String,
        /// The end of access, if it ends.
        access_until: Option<String>,
        /// Where to sign in.
        sign_in_url: String,
        /// The driver's name, if the reseller gave one.
        name: Option<String>,
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
    /// A firm is invited to look after an account: to its holder.
    FirmInvited {
        /// What the account is called.
        account: String,
        /// What the firm is called.
        firm: String,
        /// Where to sign in.
        sign_in_url: String,
    },
    /// What waits in an account, every week: to those who look after it.
    WeeklyDigest {
        /// What the account is called.
        account: String,
        /// How much waits of what the reader sees.
        waiting: Waiting,
        /// Where to sign in.
        sign_in_url: String,
        /// The reader's name, if it is known.
        name: Option<String>,
    },
    /// What the operator says to a company that asked to become a reseller.
    ResellerAnswer {
        /// What the company is called.
        account: String,
        /// Whether it is a reseller now.
        granted: bool,
        /// Where to sign in.
        sign_in_url: String,
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
    /// From when until when.
    pub when: String,
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
            fn folder(&self) -> &'static str {
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
    AddressProof => "address_proof",
    AddressTaken => "address_taken",
    Forgotten => "forgotten",
    AddressChangeAsked => "address_change_asked",
    AddressChanged => "address_changed",
    AccountSafety => "account_safety",
    Worded => "worded",
    UserActivated => "user_activated",
    CourseOpened => "course_opened",
    DriversShared => "drivers_shared",
    DriverUnshared => "driver_unshared",
    RouteAssigned => "route_assigned",
    RouteMoved => "route_moved",
    RouteUnassigned => "route_unassigned",
    InvitationDeclined => "invitation_declined",
    FirmInvited => "firm_invited",
    ResellerAnswer => "reseller_answer",
    WeeklyDigest => "weekly_digest",
    Digest => "digest",
}

impl Message {
    /// The name of the mail's kind, fit for logs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Worded(mail) => mail.values.kind().as_str(),
            other => other.folder(),
        }
    }

    /// What comes with the mail.
    pub(super) fn attachments(&self) -> Vec<Attachment> {
        match self {
            Self::Worded(mail) => mail.entry.iter().map(|entry| entry.attachment()).collect(),
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
