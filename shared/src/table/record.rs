//! Records: what a completed round of a course leaves for good (rule 35), once with the account and once
//! with the driver. Both are written in the write that completes the round, and nothing changes or
//! deletes either of them afterwards.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::{
    Entity, Key,
    account::Account,
    course::Course,
    enrolment::{Enrolment, Recorded},
    keys,
    person::Person,
    user::User,
};
use crate::domain::{
    AccountId, AccountName, Email, EnrolmentId, ModuleId, PersonId, PersonName, RecordId, TimeZone,
    Title, UserId,
    course::{CourseRef, Module},
    validity::valid_until,
};

/// A record, as the account keeps it. Names, address and titles are those of that time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Which: it follows from the enrolment and from when it was completed, so that records sort by
    /// that, and no round leaves two.
    pub record_id: RecordId,
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: AccountName,
    /// The driver.
    pub person_id: PersonId,
    /// The driver as a user of the account.
    pub user_id: UserId,
    /// The account's own record of the driver's name, or else their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// The driver's address.
    pub email: Email,
    /// The course.
    pub course: CourseRef,
    /// The enrolment that was completed.
    pub enrolment_id: EnrolmentId,
    /// The how many-th round through the course it was.
    pub round: u32,
    /// The course's modules.
    pub modules: Vec<RecordedModule>,
    /// The mean of their scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// When the last of them was completed.
    pub completed_at: Timestamp,
    /// Whether a licence of the account's opened the course; else a code did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub licence: bool,
    /// Until when it counts; for ever if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Timestamp>,
    /// The zone whose days those are: the account's. The first records do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
}

/// A module that was completed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedModule {
    /// Which.
    pub id: ModuleId,
    /// Its title.
    pub title: Title,
    /// Its score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// When it was first completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
}

/// For how many years after it has ended a record of somebody who is forgotten is kept.
const KEPT_YEARS: i64 = 10;

impl Record {
    /// Until when it is kept of somebody who is forgotten, in seconds: one that counts for ever is kept for
    /// as long after it was completed.
    pub fn kept_until(&self) -> i64 {
        let ended = self.valid_until.unwrap_or(self.completed_at);
        ended.as_second() + KEPT_YEARS * 366 * 24 * 3_600
    }

    /// What a completed enrolment leaves: who and what it names are as they are now.
    pub fn of(
        enrolment: &Enrolment,
        account: &Account,
        user: &User,
        person: &Person,
        course: &Course,
    ) -> Self {
        let modules: Vec<_> =
            course.modules.iter().filter_map(|module| recorded(enrolment, module)).collect();
        let completed_at = completed_at(enrolment, &modules);
        let millis = u64::try_from(completed_at.as_millisecond()).unwrap_or_default();
        let random = enrolment.enrolment_id.ulid().random();
        let months = course.valid_months;
        Self {
            record_id: RecordId::from_ulid(Ulid::from_parts(millis, random)),
            account_id: account.account_id,
            account_name: account.name.clone(),
            person_id: enrolment.person_id,
            user_id: enrolment.user_id,
            name: user.name.clone().or_else(|| person.name.clone()),
            email: user.email.clone(),
            course: course.reference(),
            enrolment_id: enrolment.enrolment_id,
            round: enrolment.round,
            modules,
            score: enrolment.score,
            completed_at,
            licence: enrolment.licence,
            valid_until: months.map(|many| valid_until(completed_at, many, &account.time_zone)),
            time_zone: Some(account.time_zone.clone()),
        }
    }

    /// What is kept of it beside its enrolment.
    pub fn recorded(&self) -> Recorded {
        Recorded { record_id: self.record_id, valid_until: self.valid_until }
    }

    /// About how many bytes it takes in an answer.
    pub fn size(&self) -> usize {
        let modules = self.modules.iter().map(|module| module.title.as_str().len() + 120);
        let name = self.name.as_ref().map_or(0, |name| name.as_str().len());
        let texts = name + self.email.as_str().len() + self.course.title.as_str().len();
        modules.sum::<usize>() + texts + 250
    }
}

/// A module of the course with what came in for it, if it was completed: of a course that has grown since
/// somebody completed it not every one is.
fn recorded(enrolment: &Enrolment, module: &Module) -> Option<RecordedModule> {
    let result = enrolment.results.get(&module.id).filter(|result| result.completed)?;
    Some(RecordedModule {
        id: module.id,
        title: module.title.clone(),
        score: result.score.map(|score| score.get()),
        completed_at: result.completed_at,
    })
}

/// When the last of the course's modules was completed; where none of them is left, when the last
/// result was of.
fn completed_at(enrolment: &Enrolment, modules: &[RecordedModule]) -> Timestamp {
    let of_modules = modules.iter().filter_map(|module| module.completed_at).max();
    let of_results = || enrolment.results.values().map(|result| result.occurred_at).max();
    of_modules.or_else(of_results).unwrap_or(enrolment.window.starts_at)
}

impl Entity for Record {
    const KIND: &'static str = "record";

    fn key(&self) -> Key {
        keys::record(self.account_id, self.record_id)
    }

    fn index(&self) -> Vec<keys::IndexKey> {
        let (account, until, record) = (self.account_id, self.valid_until, self.record_id);
        vec![
            keys::record_of_course(account, self.course.id, until, record),
            keys::record_by_end(account, until, record),
        ]
    }
}

/// That a record is of a user: by this theirs are found, also once they are gone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UserRecord {
    /// Whose account.
    pub account_id: AccountId,
    /// Of which user.
    pub user_id: UserId,
    /// Which.
    pub record_id: RecordId,
}

impl UserRecord {
    /// That it is of its user.
    pub fn of(record: &Record) -> Self {
        let Record { account_id, user_id, record_id, .. } = *record;
        Self { account_id, user_id, record_id }
    }
}

impl Entity for UserRecord {
    const KIND: &'static str = "user_record";

    fn key(&self) -> Key {
        keys::user_record(self.account_id, self.user_id, self.record_id)
    }
}

/// A record, as the driver keeps it: the same under another key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnRecord(pub Record);

impl Entity for OwnRecord {
    const KIND: &'static str = "own_record";

    fn key(&self) -> Key {
        keys::own_record(self.0.person_id, self.0.record_id)
    }
}
