//! The report's counts by status and by course. The whole account's are added up from its tallies,
//! whose number does not grow with that of the drivers; a scope's from its drivers' enrolments.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountId, UserId},
    http::{Account, Call, JsonOrCsv, Problem, csv::Sheet},
    table::{Entity, account, keys, tally::Tally},
};

use super::{
    of_users::with_enrolments,
    sums::{ByStatus, CourseSummary, Sums},
};
use crate::scope::users_within;

/// The counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportSummary")]
pub struct Output {
    /// How many drivers are active.
    drivers: u32,
    /// How many enrolments they have.
    enrolments: i64,
    /// How many have each status now; every status is there.
    by_status: ByStatus,
    /// The same by course, of the courses in which anybody is enrolled.
    by_course: Vec<CourseSummary>,
}

/// As CSV, a summary is its courses.
impl Sheet for Output {
    type Row = CourseSummary;

    fn rows(&self) -> &[CourseSummary] {
        &self.by_course
    }
}

/// Counts an account's enrolments, or those within the caller's scope.
pub async fn summarise_report(call: Call<Account>) -> Result<JsonOrCsv<Output>, Problem> {
    let (app, id) = (&call.app, call.who.account);
    let account: account::Account = call.found(&keys::account(id))?;
    let mut sums = Sums::new(app.clock.now());
    let drivers = match users_within(app, id, &call.who.within).await? {
        None => {
            add_tallies(app, id, &mut sums).await?;
            account.active_drivers
        }
        Some(users) => add_users(app, id, &users, &mut sums).await?,
    };
    let output = Output {
        drivers,
        enrolments: sums.all.total.count,
        by_status: sums.all.by_status.clone(),
        by_course: sums.by_course(app).await?,
    };
    Ok(JsonOrCsv::answer(&call, output))
}

/// Adds up the whole account.
async fn add_tallies(app: &App, account: AccountId, sums: &mut Sums) -> Result<(), Problem> {
    let range = keys::tallies_of(account);
    let mut start = None;
    loop {
        let page = app.table.page(&range, 1_000, start, false).await?;
        for item in page.items {
            sums.add_tally(&Tally::from_item(item)?);
        }
        start = page.next;
        if start.is_none() {
            return Ok(());
        }
    }
}

/// Adds up some users, and tells how many of them are active.
async fn add_users(
    app: &App,
    account: AccountId,
    users: &BTreeSet<UserId>,
    sums: &mut Sums,
) -> Result<u32, Problem> {
    let mut active = 0;
    for (user, enrolments) in with_enrolments(app, account, users).await? {
        active += u32::from(user.activated_at.is_some());
        enrolments.iter().for_each(|enrolment| sums.add_enrolment(enrolment));
    }
    Ok(active)
}
