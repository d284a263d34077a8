//! A report's counts. Those of a company, or of some of its groups, are added up from tallies, whose
//! number does not grow with that of the drivers; those of a scope of drivers, and of an individual
//! account, from enrolments.

use futures::{StreamExt, TryStreamExt, stream, try_join};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountId, AccountKind, CourseId, Scope, Validity},
    http::{Problem, Within, csv::Sheet},
    table::{
        account::Account,
        enrolment::Enrolment,
        group::Combinations,
        keys,
        tally::{Tally, day_of},
        user::User,
        validity_tally::ValidityTally,
    },
};

use super::{
    sums::{ByStatus, CourseSummary, Sums, every_status},
    user_enrolments::{enrolments_of_each, with_enrolments},
    validities::ByValidity,
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
    #[schemars(transform = every_status)]
    by_status: ByStatus,
    #[serde(flatten)]
    by_validity: ByValidity,
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

/// What a summary is made of, as far as it is known before the account itself was looked at.
pub enum Counted {
    /// The tallies of the whole account.
    Tallies(Sums),
    /// What is counted of some groups.
    Groups(Combinations),
    /// Some users with their enrolments.
    Users(Enrolled),
}

type Enrolled = Vec<(User, Vec<Enrolment>)>;

/// Of how many combinations of groups the tallies are read at a time.
const SIDE_BY_SIDE: usize = 25;

impl Counted {
    /// Reads what is counted of an account, or of the part that a caller may see.
    pub async fn read(app: &App, account: AccountId, within: &Within) -> Result<Self, Problem> {
        Ok(match within {
            Within::Everything | Within::Scope(Scope::Company) => {
                let now = app.clock.now();
                let mut sums = Sums::new(now);
                // On the heap: what reads four ranges at once is large, and lies in many calls.
                Box::pin(Tallied::read(app, account, None, now)).await?.add_to(&mut sums);
                Self::Tallies(sums)
            }
            Within::Scope(Scope::Groups { group_ids }) => {
                Self::Groups(app.table.combinations(account, group_ids).await?)
            }
            Within::Scope(Scope::Drivers { user_ids }) => {
                Self::Users(with_enrolments(app, account, user_ids).await?)
            }
        })
    }

    /// The scope that it was read in, if that names groups or users: those that there are.
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::Tallies(_) => None,
            Self::Groups(groups) => Some(Scope::Groups { group_ids: groups.groups.clone() }),
            Self::Users(users) => {
                let ids = users.iter().map(|(user, _)| user.user_id);
                Some(Scope::Drivers { user_ids: ids.collect() })
            }
        }
    }

    /// The summary of it. Of an individual account there are no tallies: its few users' enrolments
    /// are added up.
    pub async fn summary(
        self,
        app: &App,
        account: &Account,
        within: &Within,
    ) -> Result<Summary, Problem> {
        self.summary_of(app, account, within, None).await
    }

    /// The summary of one of the courses, where one is named.
    pub async fn summary_of(
        self,
        app: &App,
        account: &Account,
        within: &Within,
        course: Option<CourseId>,
    ) -> Result<Summary, Problem> {
        let (sums, drivers) = self.sums(app, account, within).await?;
        let sums = match course {
            Some(course) => sums.only(course),
            None => sums,
        };
        Summary::of(app, sums, drivers).await
    }

    /// What is counted, added up, and of how many drivers it is.
    pub async fn sums(
        self,
        app: &App,
        account: &Account,
        within: &Within,
    ) -> Result<(Sums, u32), Problem> {
        let now = app.clock.now();
        let mut sums = Sums::new(now);
        let drivers = match (self, account.kind) {
            (Self::Users(users), _) => add_users(&mut sums, account, &users),
            (_, AccountKind::Individual) => {
                let users = enrolled(app, account.account_id, within).await?;
                add_users(&mut sums, account, &users)
            }
            (Self::Tallies(counted), AccountKind::Company) => {
                sums = counted;
                account.active_drivers
            }
            (Self::Groups(groups), AccountKind::Company) => {
                let each = groups.names.iter();
                let each = each.map(|name| Tallied::read(app, account.account_id, Some(name), now));
                let each: Vec<_> = each.collect();
                let each = stream::iter(each).buffered(SIDE_BY_SIDE).try_collect::<Vec<_>>();
                each.await?.into_iter().for_each(|tallied| tallied.add_to(&mut sums));
                groups.drivers
            }
        };
        Ok((sums, drivers))
    }
}

impl Summary {
    /// The summary of what was added up, of so many drivers.
    pub async fn of(app: &App, sums: Sums, drivers: u32) -> Result<Self, Problem> {
        let (by_course, all) = sums.by_course(app).await?;
        Ok(Self {
            drivers,
            enrolments: all.total.count,
            by_status: all.by_status,
            by_validity: all.by_validity,
            by_course,
        })
    }
}

fn add_users(sums: &mut Sums, account: &Account, users: &Enrolled) -> u32 {
    users.iter().flat_map(|(_, enrolments)| enrolments).for_each(|one| sums.add_enrolment(one));
    count_drivers(account, users.iter().map(|(user, _)| user))
}

/// The users of an account that has few, or those whom a caller may see, with their enrolments.
async fn enrolled(app: &App, account: AccountId, within: &Within) -> Result<Enrolled, Problem> {
    match users_within(app, account, within).await? {
        Some(users) => with_enrolments(app, account, &users).await,
        None => enrolments_of_each(app, app.table.all(&keys::users_of(account)).await?).await,
    }
}

/// The tallies of an account, or of a combination of its groups, as far as they tell of a moment.
struct Tallied {
    enrolments: Vec<Tally>,
    validities: Vec<ValidityTally>,
}

impl Tallied {
    /// Reads them: by days, with the moments of today; those of validity by the days until what expires
    /// now ends, with the moments of today and of the day when it does.
    async fn read(
        app: &App,
        account: AccountId,
        combination: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let (today, soon) = (day_of(now), Validity::soon(now));
        let days = keys::tallies_of(account, combination);
        let moments = keys::moments_of(account, combination, today);
        let ending_days = keys::validities_before(account, combination, day_of(soon));
        let ending = keys::moments_between(account, combination, today, soon);
        let (mut enrolments, moments, mut validities, ending) = try_join!(
            app.table.all(&days),
            app.table.all(&moments),
            app.table.all(&ending_days),
            app.table.all(&ending)
        )?;
        enrolments.extend(moments);
        validities.extend(ending);
        Ok(Self { enrolments, validities })
    }

    fn add_to(self, sums: &mut Sums) {
        sums.add_tallies(self.enrolments);
        sums.add_validities(self.validities);
    }
}

impl Summary {
    /// The counts by course.
    pub fn by_course(&self) -> &[CourseSummary] {
        &self.by_course
    }
}
