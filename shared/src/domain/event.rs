//! The audit trail's words: who did what to what.

use std::fmt;

use deserr::{Deserr, IntoValue, ValuePointerRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ulid::Ulid;

use super::{ApiKeyId, Email, FieldErrors, Invalid, PersonId, invalid::text_from};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// What they are.
    pub kind: ActorKind,
    /// The person or the API key; the service itself has none.
    pub id: Option<String>,
    /// The person's address.
    pub email: Option<Email>,
}

impl Actor {
    /// The service itself, which acts under no name.
    pub const SYSTEM: Self = Self { kind: ActorKind::System, id: None, email: None };
}

/// What kind of actor did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// Somebody signed in.
    Person,
    /// A program with an account's key.
    ApiKey,
    /// The operator of the service.
    Operator,
    /// The service itself.
    System,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// The kind of thing, as in `account` or `order`.
    pub kind: String,
    /// Its identifier.
    pub id: String,
}

impl Deserr<FieldErrors> for Action {
    fn deserialize_from_value<V: IntoValue>(
        value: deserr::Value<V>,
        at: ValuePointerRef<'_>,
    ) -> Result<Self, FieldErrors> {
        let unknown = |_| Invalid::new("unknown_value", "Must be an action of the trail.");
        text_from(value, at, |text| {
            Self::deserialize(Value::String(text.to_owned())).map_err(unknown)
        })
    }
}

/// Whom a list of the trail asks for, as who did something: a person or an API key.
#[derive(Debug, Clone)]
pub struct ActorId(String);

impl ActorId {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Result<Self, Invalid> {
        let known = text.parse::<PersonId>().is_ok() || text.parse::<ApiKeyId>().is_ok();
        known.then(|| Self(text.to_owned())).ok_or_else(Invalid::not_found)
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::asked_as_text!(ActorId, {
    "type": "string",
    "pattern": "^(per|key)_[0-7][0-9A-HJKMNP-TV-Z]{25}$",
});

/// What a list of the trail asks for, as what something was done to: an identifier of any kind.
#[derive(Debug, Clone)]
pub struct SubjectId(String);

impl SubjectId {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Result<Self, Invalid> {
        let id = text.split_once('_').filter(|(kind, _)| kind.len() == 3);
        let known = id.is_some_and(|(_, ulid)| {
            Ulid::from_string(ulid).is_ok_and(|read| read.to_string() == ulid)
        });
        known.then(|| Self(text.to_owned())).ok_or_else(Invalid::not_found)
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::asked_as_text!(SubjectId, {
    "type": "string",
    "pattern": "^[a-z]{3}_[0-7][0-9A-HJKMNP-TV-Z]{25}$",
});

/// The values that changed, by field.
pub type Changes = Map<String, Value>;

/// What an entry of the trail tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Told {
    /// What this release knows.
    Known(Action),
    /// What only a newer one tells, while it is rolled out or after a way back: shown as it was written.
    Newer(String),
}

impl From<Action> for Told {
    fn from(action: Action) -> Self {
        Self::Known(action)
    }
}

impl PartialEq<Action> for Told {
    fn eq(&self, action: &Action) -> bool {
        *self == Self::Known(*action)
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Everything that the audit trail can tell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[$doc])* $name,)* }
    };
}

actions! {
    /// An account was made.
    AccountCreated,
    /// An account was renamed or became a company.
    AccountChanged,
    /// The account was closed by its holder.
    AccountClosed,
    /// The operator set seats or reseller status.
    PlanChanged,
    /// The company asked to become a reseller.
    ResellerRequested,
    /// The operator refused to make the company a reseller.
    ResellerRefused,
    /// An API key was made.
    ApiKeyCreated,
    /// An API key was removed.
    ApiKeyRemoved,
    /// A report link was made.
    ReportLinkCreated,
    /// A report link was revoked: it is dead.
    ReportLinkRevoked,
    /// Licences or codes were ordered.
    OrderCreated,
    /// An order was fulfilled.
    OrderFulfilled,
    /// A code opened a course for a driver of this account.
    CodeRedeemed,
    /// A reseller's own code was redeemed.
    CodeUsed,
    /// A code was voided.
    CodeVoided,
    /// Every unused code of a batch was voided.
    BatchVoided,
    /// Codes of a batch were sent to drivers.
    CodesSent,
    /// A course was assigned to a user.
    CourseAssigned,
    /// A user's access to a course was taken away.
    CourseRevoked,
    /// Somebody was added as a user, and is not invited yet.
    UserAdded,
    /// Somebody was invited as a user.
    UserInvited,
    /// A user was sent a new activation link.
    InvitationResent,
    /// A user activated their invitation.
    UserActivated,
    /// An invitation to be a user was declined.
    UserDeclined,
    /// A user used the account: told once for each day (UTC) on which they do.
    UserSignedIn,
    /// A user completed a module of a course.
    ModuleCompleted,
    /// A user completed a course.
    CourseCompleted,
    /// A user's record or groups were changed.
    UserChanged,
    /// A user was removed.
    UserRemoved,
    /// A user became an admin.
    AdminAppointed,
    /// An admin is one no longer.
    AdminDismissed,
    /// The account was handed over to another holder.
    AccountHandedOver,
    /// Another account is refused: neither its shares nor its invitations come any more.
    AccountRefused,
    /// Another account is refused no longer.
    AccountAllowed,
    /// A number that was kept was not what it counts, and is again.
    CountMended,
    /// A group was made.
    GroupCreated,
    /// A group was renamed.
    GroupRenamed,
    /// A group was removed.
    GroupRemoved,
    /// Users were put into a group.
    GroupMembersAdded,
    /// A user was taken out of a group.
    GroupMemberRemoved,
    /// The text of a kind of mail was changed.
    MailTextChanged,
    /// The text of a kind of mail was reset to the default.
    MailTextReset,
    /// The text of invitations was changed: it stands in trails from before other mails had one.
    InvitationTextChanged,
    /// The text of invitations was reset to the default: likewise.
    InvitationTextReset,
    /// What the account's people are reminded of was changed.
    RemindersChanged,
    /// A training session was scheduled.
    TrainingSessionCreated,
    /// A training session or its attendees were changed.
    TrainingSessionChanged,
    /// A training session was cancelled.
    TrainingSessionCancelled,
    /// Somebody was invited to look after the account.
    ManagerInvited,
    /// A manager's invitation was mailed again.
    ManagerInvitationResent,
    /// A manager accepted their invitation.
    ManagerAccepted,
    /// An invitation to look after the account was declined.
    ManagerDeclined,
    /// A manager's scope was changed.
    ManagerChanged,
    /// A manager, or the invitation of one, was removed.
    ManagerRemoved,
    /// A manager left.
    ManagerLeft,
    /// Who of a firm looks after the account was changed.
    ManagerPeopleChanged,
    /// The account, a firm, was invited to look after a client.
    FirmInvited,
    /// The firm accepted a client's invitation.
    FirmAccepted,
    /// The firm declined a client's invitation.
    FirmDeclined,
    /// The labels of a client were changed.
    ClientLabelled,
    /// Who of the firm looks after a client was changed.
    ClientPeopleChanged,
    /// The firm looks after a client no longer, or is invited to no longer.
    ClientEnded,
    /// Drivers were shared with another account.
    DriversShared,
    /// A driver is shared with another account no longer.
    DriverUnshared,
    /// A driver was given back to the account that shared them.
    DriverGivenBack,
    /// A route was made.
    RouteCreated,
    /// A route was renamed, moved or its note changed.
    RouteChanged,
    /// A route was removed.
    RouteRemoved,
    /// A driver was put on a route.
    DriverAssigned,
    /// A driver was taken off a route.
    DriverUnassigned,
}
