//! Users: the account's side of a membership.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Entity, Key, enrolment::Enrolment, keys, mail::MailStatus};
use crate::domain::{
    AccountId, CourseId, Email, GroupId, PersonId, PersonName, Phone, Role, UserId, UserStatus,
    enrolment::{Phase, Window},
    event::Actor,
    folding::fold,
};

/// A user of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// The account.
    pub account_id: AccountId,
    /// The membership.
    pub user_id: UserId,
    /// Who: a person is made with the invitation if the address is nobody's.
    pub person_id: PersonId,
    /// Their address.
    pub email: Email,
    /// The account's own record of the name.
    pub name: Option<PersonName>,
    /// The account's own record of the phone number.
    pub phone: Option<Phone>,
    /// As what.
    pub role: Role,
    /// The groups that they were put into; one that is no longer there does not count.
    #[serde(
        default,
        with = "serde_dynamo::string_set",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub group_ids: BTreeSet<GroupId>,
    /// The invitation, until it is activated; who was only added has none yet.
    pub invitation: Option<Invitation>,
    /// When they were first invited; holders never were, and who was only added is not yet.
    pub invited_at: Option<Timestamp>,
    /// When they joined.
    pub activated_at: Option<Timestamp>,
    /// When they last used this account, to within an hour.
    pub last_sign_in_at: Option<Timestamp>,
    /// Whom they were taken for before their address was corrected, as long as what they were given
    /// then has not followed them: see `workers/corrections.rs`.
    #[serde(
        default,
        with = "serde_dynamo::string_set",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub moves_from: BTreeSet<PersonId>,
    /// Counts its changes.
    pub version: u64,
}

/// The right to become a user. Its mail is owed for as long as its status is `queued`: the
/// stream's consumer makes the link anew from the account, the user and the number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invitation {
    /// Which of the user's links this is. Its being unchanged is the condition for activating, so
    /// a newer link ends the older.
    pub number: u32,
    /// How far its mail has come.
    pub status: MailStatus,
    /// When SES took the mail.
    pub sent_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who invited: they are told of the activation.
    pub by: Actor,
    /// When it was sent again lately, oldest first.
    #[serde(default)]
    pub resent_at: Vec<Timestamp>,
}

impl User {
    /// How far they have come into the account.
    pub fn status(&self) -> UserStatus {
        match (self.activated_at, &self.invitation) {
            (Some(_), _) => UserStatus::Active,
            (None, Some(_)) => UserStatus::Invited,
            (None, None) => UserStatus::Added,
        }
    }

    /// Their invitation, if it is open at this time.
    pub fn open_invitation(&self, now: Timestamp) -> Option<&Invitation> {
        let open = |invitation: &&Invitation| invitation.expires_at > now;
        self.invitation.as_ref().filter(|_| self.activated_at.is_none()).filter(open)
    }

    /// Whether they count among the account's active drivers.
    pub fn is_active_driver(&self) -> bool {
        self.role == Role::Driver && self.status() == UserStatus::Active
    }
}

impl Entity for User {
    const KIND: &'static str = "user";

    fn key(&self) -> Key {
        keys::user(self.account_id, self.user_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let (account, role, status) = (self.account_id, self.role, self.status());
        let mut places = vec![keys::user_by_email(account, role, status, &self.email)];
        places.extend(self.name.as_ref().map(|name| {
            keys::user_by_name(account, role, status, &fold(name.as_str()), self.user_id)
        }));
        places
    }
}

/// Groups as an item holds them: a set, which groups can be added to and taken from; an empty one
/// is not there.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct GroupSet<'a>(#[serde(with = "serde_dynamo::string_set")] &'a BTreeSet<GroupId>);

impl<'a> GroupSet<'a> {
    /// The set of these groups, if there are any.
    pub fn of(groups: &'a BTreeSet<GroupId>) -> Option<Self> {
        (!groups.is_empty()).then_some(Self(groups))
    }
}

/// What of a user is counted: how far they have come in each of their courses of an account, and in
/// which groups. The stream's consumer keeps it in step with the user and their enrolments, and in
/// the same write every tally and combination that it is counted in: these are what all users'
/// items add up to. The version is the condition, so that nothing is counted twice.
///
/// The holder of an individual account is counted in groups only: their few enrolments are added up
/// when read, and cost no count.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserProgress {
    /// The account.
    pub account_id: AccountId,
    /// The user.
    pub user_id: UserId,
    /// In which groups they are counted.
    #[serde(
        default,
        with = "serde_dynamo::string_set",
        skip_serializing_if = "BTreeSet::is_empty"
    )]
    pub group_ids: BTreeSet<GroupId>,
    /// Whether they count among the groups' active drivers.
    pub driver: bool,
    /// Their courses.
    pub courses: BTreeMap<CourseId, CourseProgress>,
    /// Counts its changes.
    pub version: u64,
    /// When the table may forget it, if nothing is counted any more: not at once, so that nobody
    /// who is still about to change it takes a new one for it.
    #[serde(rename = "ttl")]
    pub until: Option<i64>,
}

/// How far a user has come in one course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseProgress {
    /// How far.
    pub phase: Phase,
    /// When access opens, is due and ends.
    pub window: Window,
    /// The score, in tenths.
    pub score_tenths: Option<i64>,
    /// The progress in percent.
    pub percent: u8,
    /// The newest record of it that they have, in this round or an earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<NewestRecord>,
}

/// Of a user's newest record of a course what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestRecord {
    /// Until when it counts; for ever if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
}

impl CourseProgress {
    /// An enrolment's. Access that was open from the first has always been: nobody ever sees such
    /// an enrolment as scheduled, so those that were made at different times are alike.
    pub fn of(enrolment: &Enrolment) -> Self {
        let mut window = enrolment.window;
        let made_at = enrolment.enrolment_id.ulid().timestamp_ms();
        if u64::try_from(window.starts_at.as_millisecond()).is_ok_and(|start| start <= made_at) {
            window.starts_at = Timestamp::UNIX_EPOCH;
        }
        Self {
            phase: enrolment.phase,
            window,
            // A mean has one decimal, so tenths are whole.
            score_tenths: enrolment.score.map(|score| (score * 10.0).round() as i64),
            percent: enrolment.percent,
            record: enrolment
                .newest_record()
                .map(|record| NewestRecord { valid_until: record.valid_until }),
        }
    }
}

impl UserProgress {
    /// Of a user of whom nothing is counted.
    pub fn none(account_id: AccountId, user_id: UserId) -> Self {
        Self {
            account_id,
            user_id,
            group_ids: BTreeSet::new(),
            driver: false,
            courses: BTreeMap::new(),
            version: 0,
            until: None,
        }
    }

    /// Whether the same is counted.
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.group_ids, self.driver, &self.courses)
            == (&other.group_ids, other.driver, &other.courses)
    }

    /// Whether nothing is counted.
    pub fn is_none(&self) -> bool {
        self.group_ids.is_empty() && self.courses.is_empty()
    }
}

impl Entity for UserProgress {
    const KIND: &'static str = "user_progress";

    fn key(&self) -> Key {
        keys::user_progress(self.account_id, self.user_id)
    }
}
