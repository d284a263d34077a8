//! A report's counts. The whole account's are added up from its tallies, whose number does not
//! grow with that of the drivers; a scope's from its drivers' enrolments.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::AccountId,
    http::{Problem, Within, csv::Sheet},
    table::{Entity, account::Account, keys, tally::Tally, user::User},
};

use super::{
    sums::{ByStatus, CourseSummary, Sums},
    user_enrolments::with_enrolments,
};
use crate::scope::{count_drivers, users_within};

/// The counts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReportSummary")]
pub struct Summary {
    /// How many drivers are active.
    pub drivers: u32,
    /// How many enrolments they have.
    enrolments: i64,
    /// How many have each status now; every status is there.
    by_status: ByStatus,
    /// The same by course, of the courses in which anybody is enrolled.
    by_course: Vec<CourseSummary>,
}

/// As CSV, a summary is its courses.
impl Sheet for Summary {
    type Row = CourseSummary;

    fn rows(&self) -> &[CourseSummary] {
        &self.by_course
    }
}

/// What was counted for a summary, before the account itself is looked at.
pub struct Counted {
    sums: Sums,
    /// Whose enrolments, where not everybody's.
    users: Option<Vec<User>>,
}

impl Counted {
    /// Counts an account's enrolments, or those of the part that a caller may see.
    pub async fn read(app: &App, account: AccountId, within: &Within) -> Result<Self, Problem> {
        let mut sums = Sums::new(app.clock.now());
        let users = match users_within(app, account, within).await? {
            None => {
                add_tallies(app, account, &mut sums).await?;
                None
            }
            Some(users) => {
                let found = with_enrolments(app, account, &users).await?;
                let (users, enrolments): (Vec<_>, Vec<_>) = found.into_iter().unzip();
                enrolments.iter().flatten().for_each(|one| sums.add_enrolment(one));
                Some(users)
            }
        };
        Ok(Self { sums, users })
    }

    /// The summary of it.
    pub async fn summary(self, app: &App, account: &Account) -> Result<Summary, Problem> {
        let drivers = self.users.map(|users| count_drivers(account, &users));
        Ok(Summary {
            drivers: drivers.unwrap_or(account.active_drivers),
            enrolments: self.sums.all.total.count,
            by_status: self.sums.all.by_status.clone(),
            by_course: self.sums.by_course(app).await?,
        })
    }
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
