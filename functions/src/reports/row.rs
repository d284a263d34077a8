//! A row of the report: a driver in a course.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{
        Day, Email, EnrolmentId, EnrolmentStatus, PersonName, TimeZone, UserId, Validity,
        course::CourseRef,
    },
    http::csv::{self, cell, time_cell},
    table::{course::Course, enrolment::Enrolment, record::Record, user::User},
};

/// A driver in a course.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportRow")]
pub struct Row {
    /// The driver.
    pub user: RowUser,
    /// The course.
    pub course: CourseRef,
    /// The driver's access to it.
    pub enrolment_id: EnrolmentId,
    /// Whether it took one of the account's licences: what a code opened is not the account's to take
    /// back.
    pub licence: bool,
    /// How far the driver has come.
    #[serde(flatten)]
    pub standing: Standing,
}

/// How far a driver has come in a course.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportStanding")]
pub struct Standing {
    /// What it is now.
    pub status: EnrolmentStatus,
    /// The share of modules completed, in whole percent.
    pub progress_percent: u8,
    /// The mean of the modules' scores.
    pub score: Option<f64>,
    /// When the driver should be done.
    pub due_at: Option<Timestamp>,
    /// The day that it is due on, where one was named: what is printed says so instead.
    #[serde(skip)]
    pub due_on: Option<Day>,
    /// When the last result came in.
    pub last_activity_at: Option<Timestamp>,
    /// Whether it counts that the driver has completed it, in this round or an earlier one; `null` is
    /// that they have not.
    pub validity: Option<Validity>,
    /// Until when that counts; `null` is for ever.
    pub valid_until: Option<Timestamp>,
}

/// A user, as a row names them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportUser")]
pub struct RowUser {
    /// Which.
    pub id: UserId,
    /// The account's own record of the name.
    pub name: Option<PersonName>,
    /// Their address.
    pub email: Email,
}

impl Row {
    /// A user in a course, as it is now.
    pub fn of(user: User, enrolment: &Enrolment, course: &Course, now: Timestamp) -> Self {
        Self {
            user: RowUser { id: user.user_id, name: user.name, email: user.email },
            course: course.reference(),
            enrolment_id: enrolment.enrolment_id,
            licence: enrolment.licence,
            standing: Standing::of(enrolment, course, now),
        }
    }

    /// About how many bytes it takes in an answer.
    pub fn size(&self) -> usize {
        let name = self.user.name.as_ref().map_or(0, |name| name.as_str().len());
        name + self.user.email.as_str().len() + self.course.title.as_str().len() + 100
    }
}

impl Standing {
    /// That of an enrolment, as it is now.
    fn of(enrolment: &Enrolment, course: &Course, now: Timestamp) -> Self {
        let recorded = enrolment.newest_record();
        let progress = enrolment.progress(&course.modules);
        Self {
            status: enrolment.window.status(progress.phase, now),
            progress_percent: progress.percent,
            score: progress.score,
            due_at: enrolment.window.due_at,
            due_on: enrolment.due_on,
            last_activity_at: enrolment.last_activity_at,
            validity: recorded.map(|record| Validity::at(now, record.valid_until)),
            valid_until: recorded.and_then(|record| record.valid_until),
        }
    }

    /// That which a record says.
    pub fn of_record(record: &Record, now: Timestamp) -> Self {
        Self {
            status: EnrolmentStatus::Completed,
            progress_percent: 100,
            score: record.score,
            due_at: None,
            due_on: None,
            last_activity_at: Some(record.completed_at),
            validity: Some(Validity::at(now, record.valid_until)),
            valid_until: record.valid_until,
        }
    }

    /// Its cells as far as every table of rows has them, from the status to the last activity.
    pub fn cells(&self, zone: &TimeZone) -> [String; 5] {
        [
            self.status.to_string(),
            self.progress_percent.to_string(),
            cell(self.score),
            time_cell(self.due_at, zone),
            time_cell(self.last_activity_at, zone),
        ]
    }
}

impl csv::Row for Row {
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "email",
        "course",
        "status",
        "progress_percent",
        "score",
        "due_at",
        "last_activity_at",
    ];

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        let user = [cell(self.user.name.as_ref()), self.user.email.to_string()];
        let course = [self.course.title.to_string()];
        user.into_iter().chain(course).chain(self.standing.cells(zone)).collect()
    }
}
