//! The outbox: a mail is written together with the change that owes it. The stream's consumer hands
//! it to a queue, from which it is sent. It holds no secret: links and codes are made again when it
//! is sent.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use super::mail_status::MailStatus;
use super::{Entity, Key, keys, person::Person, route::Route, sign_in::SignIn};
pub use crate::domain::mail_text::News;
use crate::domain::{
    AccountId, AccountName, AttemptId, CourseId, Email, EnrolmentId, MailClass, MailId, MailKind,
    ManagerId, PersonId, PersonName, Place, RouteName, Title, TrainingSessionId, UserId, Waiting,
    code::BatchNumber, code::CodeIndex, text::Label,
};

/// A mail that is owed or was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mail {
    /// Which.
    pub mail_id: MailId,
    /// On whose behalf: the mails of one account hold up no other's. A sign-in's is on nobody's.
    pub account_id: Option<AccountId>,
    /// To whom.
    pub to: Email,
    /// Who reads it, where it tells of times and that is known: they are in the reader's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<PersonId>,
    /// What it says.
    pub content: Content,
    /// How far it has come.
    pub status: MailStatus,
    /// When it was owed.
    pub owed_at: Timestamp,
    /// When SES took it.
    pub sent_at: Option<Timestamp>,
}

/// What a mail says, less its secrets.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// The link and code of a sign-in.
    SignIn {
        /// What they are made from.
        attempt: AttemptId,
        /// Whether nobody had ever signed in with the address: it may be anybody's.
        first: bool,
    },
    /// Somebody signed in on a device that they had never used.
    NewDevice {
        /// What kind of device.
        device: String,
        /// When.
        at: Timestamp,
    },
    /// The code by which an address is proved that somebody wants as theirs.
    AddressProof {
        /// What it is made from.
        attempt: AttemptId,
    },
    /// An address that somebody wants as theirs is its reader's already: there is no code.
    AddressTaken,
    /// The reader is forgotten, as they asked.
    Forgotten,
    /// Somebody asked, signed in as the reader, for another address in place of this one.
    AddressChangeAsked {
        /// With what kind of device.
        device: String,
        /// When.
        at: Timestamp,
    },
    /// This address is the reader's no longer: another was proved.
    AddressChanged {
        /// With what kind of device.
        device: String,
        /// When.
        at: Timestamp,
    },
    /// Something that concerns an account's safety: for its holder.
    AccountSafety {
        /// Where.
        account: AccountName,
        /// What.
        news: SafetyNews,
    },
    /// Somebody activated their invitation: for the one who invited, or the holder for a program.
    UserActivated {
        /// Where.
        account: AccountName,
        /// The user's name, else their address.
        user: String,
        /// Whether a program invited them: then it is for the holder.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_program: bool,
    },
    /// A course was assigned to a user.
    CourseAssigned {
        /// By which account.
        account: AccountName,
        /// What it is called.
        course: Title,
        /// Which it is.
        course_id: CourseId,
        /// As which enrolment.
        enrolment_id: EnrolmentId,
        /// When it opens, if it was not open yet.
        starts_at: Option<Timestamp>,
        /// When it is due.
        due_at: Option<Timestamp>,
        /// The user's name, where the account knows it.
        name: Option<PersonName>,
    },
    /// A course that was assigned to a user is due soon, or was.
    CourseReminder {
        /// By which account.
        account: AccountName,
        /// What it is called.
        course: Title,
        /// Which it is.
        course_id: CourseId,
        /// As which enrolment.
        enrolment_id: EnrolmentId,
        /// When it is due.
        due_at: Timestamp,
        /// Whether that was.
        is_over: bool,
        /// The user's name, where the account knows it.
        name: Option<PersonName>,
    },
    /// Somebody's invitation to be a user is still open.
    InvitationReminder {
        /// To which account.
        account: AccountName,
        /// The membership that waits for them.
        user_id: UserId,
        /// Which of the user's links is the newest.
        number: u32,
        /// Who invited; a program has no address.
        inviter: Option<Email>,
        /// When it ends.
        expires_at: Timestamp,
        /// The user's name, where the account knows it.
        name: Option<PersonName>,
    },
    /// Somebody's invitation to look after an account is still open.
    ManagerInvitationReminder {
        /// What the account is called.
        account: AccountName,
        /// Which it is.
        account_id: AccountId,
        /// The right that the invitation gives.
        manager_id: ManagerId,
    },
    /// What waits in an account, every week: for those who look after it.
    WeeklyDigest {
        /// What the account is called.
        account: AccountName,
        /// How much waits of what the reader sees.
        waiting: Waiting,
        /// The reader's name, where it is known.
        name: Option<PersonName>,
    },
    /// A reseller sends a code to a driver.
    CodeSent {
        /// The reseller.
        reseller: AccountName,
        /// What it opens.
        course: Title,
        /// For how long.
        days: u32,
        /// The batch.
        batch: BatchNumber,
        /// The code's place in it.
        index: CodeIndex,
        /// The driver's name, where the reseller knows it.
        name: Option<PersonName>,
    },
    /// A reseller redeemed a code for a driver.
    CourseOpened {
        /// The reseller.
        reseller: AccountName,
        /// What is open.
        course: Title,
        /// How long.
        access_until: Option<Timestamp>,
        /// The driver's name, where the reseller knows it.
        name: Option<PersonName>,
    },
    /// Drivers were shared, or are shared no longer: to those who manage either account.
    Sharing {
        /// The drivers' home account.
        home: AccountName,
        /// The account that they are or were shared with.
        recipient: AccountName,
        /// How many.
        drivers: u32,
        /// Whether they are shared now.
        shared: bool,
        /// Whether the mail goes to the home account.
        to_home: bool,
    },
    /// A driver was put on a route.
    RouteAssigned {
        /// Whose route.
        account: AccountName,
        /// The route.
        route: RouteTimes,
        /// The driver's name.
        name: Option<PersonName>,
    },
    /// A driver's route is at another time.
    RouteMoved {
        /// Whose route.
        account: AccountName,
        /// The route as it is now.
        route: RouteTimes,
        /// The driver's name.
        name: Option<PersonName>,
    },
    /// A driver was taken off routes.
    RouteUnassigned {
        /// Whose routes.
        account: AccountName,
        /// The routes.
        routes: Vec<RouteTimes>,
        /// The driver's name.
        name: Option<PersonName>,
    },
    /// An attendee is told of a training session.
    TrainingSession(Box<TrainingNews>),
    /// Somebody is invited to look after an account.
    ManagerInvitation {
        /// What the account is called.
        account: AccountName,
        /// Which it is.
        account_id: AccountId,
        /// The right that the invitation gives.
        manager_id: ManagerId,
    },
    /// An invitation to look after an account, or to be a user of it, was declined.
    InvitationDeclined {
        /// What the account is called.
        account: AccountName,
        /// Who declined: an address, or a firm's name.
        by: String,
        /// Whether they were to be a user.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        as_user: bool,
    },
    /// A firm is invited to look after an account: for its holder.
    FirmInvited {
        /// What the account is called.
        account: AccountName,
        /// Which it is.
        account_id: AccountId,
        /// The right that the invitation gives.
        manager_id: ManagerId,
        /// What the firm is called.
        firm: AccountName,
    },
    /// What the operator says to a company that asked to become a reseller: for its holder.
    ResellerAnswer {
        /// What the company is called.
        account: AccountName,
        /// Whether it is a reseller now.
        granted: bool,
    },
}

/// What concerns an account's safety.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SafetyNews {
    /// An API key was made.
    ApiKeyMade {
        /// The account's word for it.
        name: Label,
        /// By whom.
        by: Option<Email>,
    },
    /// A user became an admin.
    AdminAppointed {
        /// Who.
        admin: Email,
    },
    /// The reader holds the account now.
    HeldByReader,
    /// The reader handed the account over.
    HeldByReaderNoLonger,
    /// A manager accepted their invitation.
    ManagerAccepted {
        /// Who: an address, or a firm's name.
        manager: String,
    },
    /// Somebody is in charge no longer, and API keys that they made still work.
    KeysLeft {
        /// Who.
        by: Email,
        /// The account's words for the keys.
        keys: Vec<Label>,
    },
    /// The reader closed the account.
    ClosedByReader {
        /// Whether it was a company; else it was the reader's own as a driver.
        company: bool,
    },
}

/// What an attendee is told of a training session, and their calendar with them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrainingNews {
    /// What became of it.
    pub news: News,
    /// The account whose session it is.
    pub account: AccountName,
    /// Which: their calendar knows it by this.
    pub session_id: TrainingSessionId,
    /// Of two news of one session the later has the greater number.
    pub sequence: u64,
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
    /// The attendee's name, where the account knows it.
    pub name: Option<PersonName>,
}

/// A route, as a mail names it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RouteTimes {
    /// What it is called.
    pub name: RouteName,
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
}

impl RouteTimes {
    /// A route, as a mail names it.
    pub fn of(route: &Route) -> Self {
        let Route { name, starts_at, ends_at, .. } = route;
        Self { name: name.clone(), starts_at: *starts_at, ends_at: *ends_at }
    }
}

/// How long a mail is remembered, so that what SES reports of it later finds it: 90 days.
const KEPT_SECONDS: i64 = 90 * 24 * 3_600;

/// For how long a weekly digest tells how things stand: three days.
pub const GOOD_DIGEST: SignedDuration = SignedDuration::from_hours(72);

impl Content {
    /// Of which class it is, if its reader can stop it. None is a mail that they must have: it is about
    /// their own sign-ins, or about what they did or answer for. All others may reach people who never
    /// asked for them.
    pub fn class(&self) -> Option<MailClass> {
        match self {
            Self::SignIn { .. }
            | Self::NewDevice { .. }
            | Self::AddressProof { .. }
            | Self::AddressTaken
            | Self::Forgotten
            | Self::AddressChangeAsked { .. }
            | Self::AddressChanged { .. }
            | Self::AccountSafety { .. }
            | Self::UserActivated { .. }
            | Self::InvitationDeclined { .. }
            | Self::ResellerAnswer { .. }
            // To the account that shares it is news of its own.
            | Self::Sharing { to_home: true, .. } => None,
            Self::Sharing { to_home: false, .. }
            | Self::CodeSent { .. }
            | Self::CourseAssigned { .. }
            | Self::CourseOpened { .. }
            | Self::RouteAssigned { .. }
            | Self::RouteMoved { .. }
            | Self::RouteUnassigned { .. }
            | Self::TrainingSession(_)
            | Self::FirmInvited { .. }
            | Self::ManagerInvitation { .. } => Some(MailClass::Notices),
            Self::CourseReminder { .. }
            | Self::InvitationReminder { .. }
            | Self::ManagerInvitationReminder { .. } => Some(MailClass::Reminders),
            Self::WeeklyDigest { .. } => Some(MailClass::Digest),
        }
    }

    /// Which of the mails it is that an account words, if it is one.
    pub fn worded(&self) -> Option<MailKind> {
        match self {
            Self::InvitationReminder { .. } => Some(MailKind::Invitation),
            Self::ManagerInvitation { .. } | Self::ManagerInvitationReminder { .. } => {
                Some(MailKind::ManagerInvitation)
            }
            Self::TrainingSession(_) => Some(MailKind::TrainingSession),
            Self::CodeSent { .. } => Some(MailKind::Code),
            Self::CourseAssigned { .. } => Some(MailKind::CourseAssigned),
            Self::CourseReminder { .. } => Some(MailKind::CourseReminder),
            _ => None,
        }
    }

    /// Whose room it takes.
    pub fn room(&self) -> Room {
        match self {
            Self::Sharing { .. }
            | Self::TrainingSession(_)
            | Self::CourseAssigned { .. }
            | Self::CourseReminder { .. }
            | Self::InvitationReminder { .. }
            | Self::ManagerInvitationReminder { .. }
            | Self::FirmInvited { .. } => Room::OfBoth,
            // It was paid for by its code.
            Self::CourseOpened { .. } => Room::OfReceiver,
            Self::RouteAssigned { .. } | Self::RouteMoved { .. } | Self::RouteUnassigned { .. } => {
                Room::OfWork
            }
            _ => Room::Taken,
        }
    }
}

/// Whose room a mail takes to somebody who never agreed to it (rule 53): all take that between the
/// account and its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The write that owes it has taken account's and receiver's.
    Taken,
    /// The account's and the receiver's, when it is sent.
    OfBoth,
    /// The receiver's, when it is sent.
    OfReceiver,
    /// It is news of the reader's own work, of which more is passed on.
    OfWork,
}

impl Mail {
    /// A mail that an account owes from now on.
    pub fn owed(
        mail_id: MailId,
        account: AccountId,
        to: Email,
        content: Content,
        at: Timestamp,
    ) -> Self {
        let (status, account_id) = (MailStatus::Queued, Some(account));
        let reader = None;
        Self { mail_id, account_id, to, reader, content, status, owed_at: at, sent_at: None }
    }

    /// The same to somebody who is known.
    #[must_use]
    pub fn read_by(self, reader: PersonId) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// A mail about a person's own sign-ins, on no account's behalf.
    pub fn personal(mail_id: MailId, reader: &Person, content: Content, at: Timestamp) -> Self {
        let (status, to) = (MailStatus::Queued, reader.email.clone());
        let (account_id, reader) = (None, Some(reader.person_id));
        Self { mail_id, account_id, to, reader, content, status, owed_at: at, sent_at: None }
    }

    /// A mail to whoever reads an address, on no account's behalf.
    pub fn to_reader(mail_id: MailId, to: Email, content: Content, at: Timestamp) -> Self {
        let (status, account_id, reader) = (MailStatus::Queued, None, None);
        Self { mail_id, account_id, to, reader, content, status, owed_at: at, sent_at: None }
    }

    /// The mail of a sign-in that somebody asks for.
    pub fn sign_in(mail_id: MailId, attempt: &SignIn, at: Timestamp) -> Self {
        let SignIn { attempt, ref email, round, .. } = *attempt;
        let content = Content::SignIn { attempt, first: round == 0 };
        Self::to_reader(mail_id, email.clone(), content, at)
    }
}

impl Entity for Mail {
    const KIND: &'static str = "mail";

    fn key(&self) -> Key {
        keys::mail(self.mail_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        match self.content {
            Content::CodeSent { batch, index, .. } => {
                vec![keys::mail_of_code(batch, index)]
            }
            _ => Vec::new(),
        }
    }

    fn ttl(&self) -> Option<i64> {
        Some(self.owed_at.as_second() + KEPT_SECONDS)
    }
}
