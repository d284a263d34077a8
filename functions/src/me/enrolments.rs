//! How an enrolment is shown, with every module's result.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        AccountId, AccountName, Day, EnrolmentId, EnrolmentStatus, ModuleId, Title,
        course::CourseRef,
    },
    http::Problem,
    table::{account::Account, course::Course, enrolment::Enrolment, keys},
};

/// An enrolment.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Enrolment")]
pub struct EnrolmentView {
    /// Which.
    id: EnrolmentId,
    /// Where.
    account: EnrolmentAccount,
    /// What it gives access to.
    pub course: CourseRef,
    /// The how many-th round through the course it is.
    round: u32,
    /// What it is now.
    pub status: EnrolmentStatus,
    /// The share of modules completed, in whole percent.
    progress_percent: u8,
    /// The mean of the modules' scores.
    score: Option<f64>,
    /// When access opens.
    starts_at: Timestamp,
    /// When the driver should be done.
    due_at: Option<Timestamp>,
    /// The day that it is due on, where one was named.
    due_on: Option<Day>,
    /// When access ends.
    access_until: Option<Timestamp>,
    /// The course's modules, with what came in for each.
    pub modules: Vec<ModuleView>,
}

/// An account, as it is named beside other things.
#[derive(Serialize, JsonSchema)]
pub struct EnrolmentAccount {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: AccountName,
}

/// A module and its result.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ModuleResult")]
pub struct ModuleView {
    /// Which.
    pub id: ModuleId,
    /// Its title.
    pub title: Title,
    /// Whether it was ever completed.
    pub completed: bool,
    /// Its latest score.
    pub score: Option<f64>,
    /// When it was first completed.
    pub completed_at: Option<Timestamp>,
}

impl EnrolmentView {
    /// How this enrolment is shown at `now`.
    pub fn of(
        enrolment: &Enrolment,
        account: EnrolmentAccount,
        course: &Course,
        now: Timestamp,
    ) -> Self {
        let modules = course.modules.iter().map(|module| {
            let result = enrolment.results.get(&module.id);
            ModuleView {
                id: module.id,
                title: module.title.clone(),
                completed: result.is_some_and(|result| result.completed),
                score: result.and_then(|result| result.score).map(|score| score.get()),
                completed_at: result.and_then(|result| result.completed_at),
            }
        });
        let progress = enrolment.progress(&course.modules);
        Self {
            id: enrolment.enrolment_id,
            account,
            course: course.reference(),
            round: enrolment.round,
            status: enrolment.window.status(progress.phase, now),
            progress_percent: progress.percent,
            score: progress.score,
            starts_at: enrolment.window.starts_at,
            due_at: enrolment.window.due_at,
            due_on: enrolment.due_on,
            access_until: enrolment.window.access_until,
            modules: modules.collect(),
        }
    }
}

/// How some enrolments are shown: their accounts, courses and users are read together. One whose
/// user is gone is not shown, though it may lie there for a while.
pub async fn views(app: &App, enrolments: &[Enrolment]) -> Result<Vec<EnrolmentView>, Problem> {
    if enrolments.is_empty() {
        return Ok(vec![]);
    }
    let wanted = enrolments.iter().flat_map(|one| {
        let user = keys::user(one.account_id, one.user_id);
        [keys::account(one.account_id), keys::course(one.course_id), user]
    });
    let found = app.table.get_many(wanted).await?;
    let now = app.clock.now();
    let mut views = Vec::with_capacity(enrolments.len());
    for enrolment in enrolments {
        let account: Option<Account> = found.get(&keys::account(enrolment.account_id))?;
        let course: Option<Course> = found.get(&keys::course(enrolment.course_id))?;
        let is_there = found.has(&keys::user(enrolment.account_id, enrolment.user_id));
        if let (true, Some(account), Some(course)) = (is_there, account, course) {
            let account = EnrolmentAccount { id: account.account_id, name: account.name };
            views.push(EnrolmentView::of(enrolment, account, &course, now));
        }
    }
    Ok(views)
}
