//! Assigns a course to users and to whoever is in some groups, up to 100 in one call: now, or
//! scheduled with a start and a due date.

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{CourseId, Day, FieldErrors, GroupId, Invalid, TimeZone, enrolment::Window},
    http::{
        Account, Call, Code, Json, Problem,
        input::{Few, Time},
        problem::ProblemBody,
        rows::{MOST_ROWS, Results, error, not_found},
    },
    table::{account::Account as AccountItem, course::Course, enrolment::Enrolment, keys},
};

use super::{
    assignees::{Asked, Named, asked, unknown_groups},
    assignment::{Assigning, Outcome},
};
use crate::me::enrolments::{EnrolmentAccount, EnrolmentView};

/// What is assigned to whom, and when.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// A course of the catalogue.
    course_id: CourseId,
    /// Users of the account. One who is not there is that row's failure only.
    #[deserr(default)]
    user_ids: Option<Few<String, 0, MOST_ROWS>>,
    /// Groups of the account: whoever is in them now.
    #[deserr(default)]
    group_ids: Option<Few<GroupId, 0, MOST_ROWS>>,
    /// When the course opens, if not now.
    #[deserr(default)]
    starts_at: Option<Time>,
    /// When the users should be done.
    #[deserr(default)]
    due_at: Option<Time>,
    /// In place of that: the day on which they should be done. It is due at its end, the next midnight in
    /// the account's time zone.
    #[deserr(default)]
    due_on: Option<Day>,
}

impl Input {
    fn named(&self) -> Named<'_> {
        Named {
            users: self.user_ids.as_ref().map_or(&[], |users| &users.0),
            groups: self.group_ids.as_ref().map_or(&[], |groups| &groups.0),
        }
    }

    /// When access opens and is due in an account of this zone: a licence has no end.
    fn window(&self, now: Timestamp, zone: &TimeZone) -> Window {
        let end = self.due_on.map(|day| day.end_in(zone));
        Window {
            starts_at: self.starts_at.map_or(now, |time| time.0),
            due_at: end.or(self.due_at.map(|time| time.0)),
            access_until: None,
        }
    }
}

/// What became of a user.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AssignmentResult")]
pub struct RowResult {
    index: usize,
    /// The user, as the caller named them.
    user_id: String,
    status: RowStatus,
    /// Their access to the course, new or as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    enrolment: Option<EnrolmentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ProblemBody>,
}

/// What became of a user, in a word.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AssignmentStatus")]
pub enum RowStatus {
    /// They have access by this call.
    Enrolled,
    /// They had access: no licence was taken.
    AlreadyEnrolled,
    /// No licence was left for them.
    NoLicence,
    /// It was not done; the error says why.
    Failed,
}

/// Assigns a course.
pub async fn assign_course(
    call: Call<Account, Input>,
) -> Result<Json<Results<RowResult>>, Problem> {
    let now = call.app.clock.now();
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let window = call.body.window(now, &account.time_zone);
    let course = checked(&call, window)?;
    let rows = asked(&call, call.body.named()).await?;
    let users = rows.iter().enumerate().filter_map(|(row, asked)| Some((row, asked.user.clone()?)));
    let (course_id, due_on, at) = (call.body.course_id, call.body.due_on, call.app.clock.precise());
    let assigning = Assigning { call: &call, course: course_id, window, due_on, at };
    let mut outcomes = assigning.assign(users.collect()).await?;
    let shown = Shown { account, course, now };
    let results = rows.into_iter().enumerate().map(|(index, asked)| {
        let outcome = outcomes.remove(&index).unwrap_or(Outcome::NoUser);
        shown.row(index, asked, outcome)
    });
    Ok(Json(Results { results: results.collect() }))
}

/// What rows are shown with.
struct Shown {
    account: AccountItem,
    course: Course,
    now: Timestamp,
}

impl Shown {
    fn row(&self, index: usize, asked: Asked, outcome: Outcome) -> RowResult {
        let Asked { user_id, field, .. } = asked;
        let (status, enrolment, error) = match outcome {
            Outcome::Enrolled(new) => (RowStatus::Enrolled, Some(self.view(&new)), None),
            Outcome::Already(old) => (RowStatus::AlreadyEnrolled, Some(self.view(&old)), None),
            Outcome::NoLicence => {
                (RowStatus::NoLicence, None, error(&Problem::new(Code::NoLicence)))
            }
            Outcome::NoUser => (RowStatus::Failed, None, error(&not_found(field))),
            Outcome::Failed(problem) => (RowStatus::Failed, None, error(&problem)),
        };
        RowResult { index, user_id, status, enrolment, error }
    }

    fn view(&self, enrolment: &Enrolment) -> EnrolmentView {
        let (id, name) = (self.account.account_id, self.account.name.clone());
        EnrolmentView::of(enrolment, EnrolmentAccount { id, name }, &self.course, self.now)
    }
}

/// The course, if nothing that the body says is wrong as a whole.
fn checked(call: &Call<Account, Input>, window: Window) -> Result<Course, Problem> {
    let course: Option<Course> = call.read.get(&keys::course(call.body.course_id))?;
    let unknown = || Invalid::new("not_found", "No course has this identifier.");
    let unknown = course.is_none().then(|| unknown().at("course_id"));
    let errors =
        [unknown, unknown_groups(call, call.body.named().groups), bad_fields(&call.body, window)];
    match (course, errors.into_iter().flatten().reduce(FieldErrors::and)) {
        (Some(course), None) => Ok(course),
        (_, errors) => Err(errors.unwrap_or_default().into()),
    }
}

/// Somebody must be named, and what is due must be so after it opens, by a moment or by a day.
fn bad_fields(body: &Input, window: Window) -> Option<FieldErrors> {
    let missing = || Invalid::new("missing", "Name users or groups.");
    let Named { users, groups } = body.named();
    let nobody = users.is_empty() && groups.is_empty();
    let nobody = nobody.then(|| missing().at("user_ids"));
    let due = if body.due_on.is_some() { "due_on" } else { "due_at" };
    let early = || Invalid::new("too_early", "Must be later than the start.");
    let early = window.due_at.filter(|due| *due <= window.starts_at).map(|_| early().at(due));
    let twice = || Invalid::new("conflicting", "Give either due_at or this.");
    let twice = body.due_at.and(body.due_on).map(|_| twice().at("due_on"));
    [nobody, early, twice].into_iter().flatten().reduce(FieldErrors::and)
}
