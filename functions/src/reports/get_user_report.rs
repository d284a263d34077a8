//! A user's profile: who they are to the account, and every module's result of each course.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Email, EnrolmentStatus, PersonName, Phone, Role, TimeZone, Title, UserId},
    http::{
        Account, Call, JsonOrCsv, Problem,
        csv::{Row, Sheet, cell, time_cell},
    },
    table::{keys, user::User},
};

use super::user_enrolments::enrolments_of;
use crate::{
    me::enrolments::{EnrolmentView, views},
    scope::sees,
};

/// A user's profile.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UserReport")]
pub struct Output {
    /// Who.
    user: Profile,
    /// Their courses in this account, with every module's result.
    enrolments: Vec<EnrolmentView>,
    #[serde(skip)]
    lines: Vec<Line>,
}

/// A module's result: what a line of the CSV tells.
pub struct Line {
    course: Title,
    status: EnrolmentStatus,
    module: Title,
    completed: bool,
    score: Option<f64>,
    completed_at: Option<Timestamp>,
}

impl Row for Line {
    const COLUMNS: &'static [&'static str] =
        &["course", "status", "module", "completed", "score", "completed_at"];

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        vec![
            self.course.to_string(),
            self.status.to_string(),
            self.module.to_string(),
            self.completed.to_string(),
            cell(self.score),
            time_cell(self.completed_at, zone),
        ]
    }
}

impl Sheet for Output {
    type Row = Line;

    fn rows(&self) -> &[Line] {
        &self.lines
    }
}

fn lines(enrolment: &EnrolmentView) -> impl Iterator<Item = Line> {
    let (course, status) = (&enrolment.course.title, enrolment.status);
    enrolment.modules.iter().map(move |module| Line {
        course: course.clone(),
        status,
        module: module.title.clone(),
        completed: module.completed,
        score: module.score,
        completed_at: module.completed_at,
    })
}

/// A user, as the account knows them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UserProfile")]
pub struct Profile {
    /// Which.
    id: UserId,
    /// Their address.
    email: Email,
    /// The account's own record of the name.
    name: Option<PersonName>,
    /// The account's own record of the phone number.
    phone: Option<Phone>,
    /// As what.
    role: Role,
    /// When they last used this account, to within an hour.
    last_sign_in_at: Option<Timestamp>,
}

/// Reads a user's profile.
pub async fn get_user_report(call: Call<Account>) -> Result<JsonOrCsv<Output>, Problem> {
    let (account, user) = (call.who.account, call.path.user()?);
    let user: User = call.found(&keys::user(account, user))?;
    if !sees(&call.app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let enrolments = enrolments_of(&call.app, account, user.person_id, user.user_id).await?;
    let enrolments = views(&call.app, &enrolments).await?;
    let output = Output {
        lines: enrolments.iter().flat_map(lines).collect(),
        enrolments,
        user: Profile {
            id: user.user_id,
            email: user.email,
            name: user.name,
            phone: user.phone,
            role: user.role,
            last_sign_in_at: user.last_sign_in_at,
        },
    };
    JsonOrCsv::answer(&call, output)
}
