//! A user's profile: who they are to the account, every module's result of each course, and their records.
//! That of somebody who is gone opens for who sees the whole account, as long as a record of theirs is
//! there: it is all that is left of them.

use futures::try_join;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Email, EnrolmentStatus, PersonName, Phone, Role, Scope, TimeZone, Title, UserId},
    http::{
        Account, Call, JsonOrCsv, Problem, Within,
        csv::{Row, Sheet, cell, time_cell},
    },
    table::{
        Entity, keys,
        record::{OwnRecord, Record, UserRecord},
        user::User,
    },
};

use super::user_enrolments::enrolments_of;
use crate::{
    me::enrolments::{EnrolmentView, views},
    records::view::RecordView,
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
    /// What they have completed in this account, the newest first, up to a hundred: the list of records
    /// has all.
    records: Vec<RecordView>,
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
    /// As what; `null` is that they are gone.
    role: Option<Role>,
    /// When they last used this account, to within an hour.
    last_sign_in_at: Option<Timestamp>,
}

/// How many records a profile shows.
const MOST_RECORDS: usize = 100;

/// Reads a user's profile.
pub async fn get_user_report(call: Call<Account>) -> Result<JsonOrCsv<Output>, Problem> {
    let (account, id) = (call.who.account, call.path.user()?);
    let user: Option<User> = call.read.get(&keys::user(account, id))?;
    let output = match user {
        Some(user) => of_user(&call, user).await?,
        None => of_former_user(&call, id).await?,
    };
    JsonOrCsv::answer(&call, output)
}

async fn of_user(call: &Call<Account>, user: User) -> Result<Output, Problem> {
    let (app, account) = (&call.app, call.who.account);
    if !sees(app, &call.who.within, &user).await? {
        return Err(Problem::not_found());
    }
    let enrolments = enrolments_of(app, account, user.person_id, user.user_id);
    let own = keys::records_of_person(user.person_id);
    let (enrolments, own) =
        try_join!(enrolments, async { Ok(app.table.all::<OwnRecord>(&own).await?) })?;
    let enrolments = views(app, &enrolments).await?;
    let records = own.into_iter().rev().map(|OwnRecord(record)| record);
    let records = records.filter(|record| record.account_id == account).take(MOST_RECORDS);
    Ok(Output {
        lines: enrolments.iter().flat_map(lines).collect(),
        enrolments,
        records: records.map(|record| view(call, user.user_id, record)).collect(),
        user: Profile {
            id: user.user_id,
            email: user.email,
            name: user.name,
            phone: user.phone,
            role: Some(user.role),
            last_sign_in_at: user.last_sign_in_at,
        },
    })
}

/// What somebody is shown as who was this user: by their newest record.
async fn of_former_user(call: &Call<Account>, user: UserId) -> Result<Output, Problem> {
    let (app, account) = (&call.app, call.who.account);
    if !matches!(call.who.within, Within::Everything | Within::Scope(Scope::Company)) {
        return Err(Problem::not_found());
    }
    let range = keys::records_of_user(account, user);
    let theirs = app.table.page(&range, MOST_RECORDS, None, true).await?.items.into_iter();
    let theirs =
        theirs.map(|item| Ok(keys::record(account, UserRecord::from_item(item)?.record_id)));
    let theirs = theirs.collect::<Result<Vec<_>, Problem>>()?;
    if theirs.is_empty() {
        return Err(Problem::not_found());
    }
    let found = app.table.get_many(theirs.iter().cloned()).await?;
    let records: Result<Vec<Option<Record>>, _> = theirs.iter().map(|key| found.get(key)).collect();
    let records: Vec<_> = records?.into_iter().flatten().collect();
    let newest = records.first().ok_or_else(Problem::not_found)?;
    let profile = Profile {
        id: user,
        email: newest.email.clone(),
        name: newest.name.clone(),
        phone: None,
        role: None,
        last_sign_in_at: None,
    };
    Ok(Output {
        lines: records.iter().flat_map(recorded_lines).collect(),
        enrolments: vec![],
        records: records.into_iter().map(|record| view(call, user, record)).collect(),
        user: profile,
    })
}

/// A record in the profile of a user: one of an earlier membership is of who they were.
fn view(call: &Call<Account>, user: UserId, record: Record) -> RecordView {
    let is_there = record.user_id == user && call.read.has(&keys::user(call.who.account, user));
    RecordView::of(record, is_there, call.app.clock.now())
}

fn recorded_lines(record: &Record) -> impl Iterator<Item = Line> {
    record.modules.iter().map(|module| Line {
        course: record.course.title.clone(),
        status: EnrolmentStatus::Completed,
        module: module.title.clone(),
        completed: true,
        score: module.score,
        completed_at: module.completed_at,
    })
}
