//! How a record is shown: to its account, and to the driver whose it is too.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{
        Email, ModuleId, PersonName, RecordId, TimeZone, Title, UserId, Validity, course::CourseRef,
    },
    http::csv::{self, cell, time_cell},
    table::record::{Record, RecordedModule},
};

use crate::me::enrolments::EnrolmentAccount;

/// What a completed round of a course has left. Names, address and titles are those of that time.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Record")]
pub struct RecordView {
    /// Which.
    pub id: RecordId,
    /// The driver.
    person: RecordPerson,
    /// The driver as a user of the account; `null` once that membership is over.
    user_id: Option<UserId>,
    /// Which user they were, once that membership is over: their profile still opens.
    former_user_id: Option<UserId>,
    /// What was completed.
    #[serde(flatten)]
    completion: Completion,
}

/// What a completed round of a course has left to its driver.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnRecord")]
pub struct OwnRecordView {
    /// Which.
    id: RecordId,
    /// The account, as it was called.
    account: EnrolmentAccount,
    /// The driver, as the record names them.
    person: RecordPerson,
    /// What was completed.
    #[serde(flatten)]
    completion: Completion,
}

/// What a record says in either case.
#[derive(Serialize, JsonSchema)]
struct Completion {
    /// The course.
    course: CourseRef,
    /// The how many-th round through the course it was.
    round: u32,
    /// When the last of its modules was completed.
    completed_at: Timestamp,
    /// The mean of the modules' scores.
    score: Option<f64>,
    /// The course's modules.
    modules: Vec<RecordModule>,
    /// What opened the course.
    by: Means,
    /// Until when it counts; `null` is for ever.
    valid_until: Option<Timestamp>,
    /// Whether it counts now.
    status: Validity,
}

/// A driver, as a record names them.
#[derive(Serialize, JsonSchema)]
struct RecordPerson {
    /// The name.
    name: Option<PersonName>,
    /// The address.
    email: Email,
}

/// A module that was completed.
#[derive(Serialize, JsonSchema)]
struct RecordModule {
    /// Which.
    id: ModuleId,
    /// Its title.
    title: Title,
    /// Its score.
    score: Option<f64>,
    /// When it was first completed.
    completed_at: Option<Timestamp>,
}

impl From<RecordedModule> for RecordModule {
    fn from(was: RecordedModule) -> Self {
        Self { id: was.id, title: was.title, score: was.score, completed_at: was.completed_at }
    }
}

/// What opened a course.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Means {
    /// A licence of the account's.
    Licence,
    /// A code.
    Code,
}

impl Means {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Code => "code",
        }
    }
}

impl RecordView {
    /// How an account sees a record at `now`, and whether the membership that made it is there.
    pub fn of(record: Record, is_there: bool, now: Timestamp) -> Self {
        Self {
            id: record.record_id,
            person: RecordPerson { name: record.name.clone(), email: record.email.clone() },
            user_id: is_there.then_some(record.user_id),
            former_user_id: (!is_there).then_some(record.user_id),
            completion: Completion::of(record, now),
        }
    }
}

impl OwnRecordView {
    /// How a driver sees a record at `now`.
    pub fn of(record: Record, now: Timestamp) -> Self {
        Self {
            id: record.record_id,
            account: EnrolmentAccount { id: record.account_id, name: record.account_name.clone() },
            person: RecordPerson { name: record.name.clone(), email: record.email.clone() },
            completion: Completion::of(record, now),
        }
    }
}

impl Completion {
    fn of(record: Record, now: Timestamp) -> Self {
        Self {
            course: record.course,
            round: record.round,
            completed_at: record.completed_at,
            score: record.score,
            modules: record.modules.into_iter().map(RecordModule::from).collect(),
            by: if record.licence { Means::Licence } else { Means::Code },
            valid_until: record.valid_until,
            status: Validity::at(now, record.valid_until),
        }
    }
}

impl csv::Row for RecordView {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "email",
        "course",
        "round",
        "completed_at",
        "score",
        "by",
        "valid_until",
        "status",
    ];

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        let completion = &self.completion;
        vec![
            cell(self.person.name.as_ref()),
            self.person.email.to_string(),
            completion.course.title.to_string(),
            completion.round.to_string(),
            time_cell(Some(completion.completed_at), zone),
            cell(completion.score),
            completion.by.as_str().to_owned(),
            time_cell(completion.valid_until, zone),
            completion.status.to_string(),
        ]
    }
}
