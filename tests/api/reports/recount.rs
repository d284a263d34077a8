//! Whatever happens, a summary says what counting the report's rows says, to the holder and to who
//! looks after some groups.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::domain::{GroupId, Role, Scope, enrolment::Window};
use tests::{Caller, standing::text};

use super::{DAY, Fleet, record};

const DRIVERS: usize = 3;
const COURSES: usize = 3;
const GROUPS: usize = 3;
/// The groups that the manager looks after: the first so many.
const MANAGED: usize = 2;

#[derive(Debug, Clone)]
enum Step {
    /// Enrols a driver: days from now until access opens, is due, ends.
    Enrol {
        driver: usize,
        course: usize,
        days: [Option<i64>; 3],
    },
    Result {
        driver: usize,
        course: usize,
        module: usize,
        completed: bool,
        score: Option<u8>,
    },
    Complete {
        driver: usize,
        course: usize,
    },
    /// Redeems another code: the holder's own access opens or is extended.
    Redeem,
    /// Days, some or many, and a second less or more.
    Wait {
        days: i64,
        seconds: i64,
    },
    /// Puts a driver into a group, or takes them out.
    Group {
        driver: usize,
        group: usize,
        inside: bool,
    },
    /// Makes a driver an admin, or a driver again.
    Appoint {
        driver: usize,
        admin: bool,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || (0..DRIVERS, 0..COURSES);
    let day = || proptest::option::of(1..6_i64);
    let score = || proptest::option::of(0..=100_u8);
    let step = prop_oneof![
        4 => (who(), [day(), day(), day()])
            .prop_map(|((driver, course), days)| Step::Enrol { driver, course, days }),
        4 => (who(), 0..3_usize, any::<bool>(), score()).prop_map(
            |((driver, course), module, completed, score)| {
                Step::Result { driver, course, module, completed, score }
            }
        ),
        2 => who().prop_map(|(driver, course)| Step::Complete { driver, course }),
        1 => Just(Step::Redeem),
        3 => (0..4_i64, -1..2_i64)
            .prop_map(|(days, seconds)| Step::Wait { days, seconds: seconds.max(-days) }),
        1 => (20..80_i64).prop_map(|days| Step::Wait { days, seconds: 0 }),
        3 => (0..DRIVERS, 0..GROUPS, any::<bool>())
            .prop_map(|(driver, group, inside)| Step::Group { driver, group, inside }),
        1 => (0..DRIVERS, any::<bool>())
            .prop_map(|(driver, admin)| Step::Appoint { driver, admin }),
    ];
    proptest::collection::vec(step, 10..25)
}

/// A fleet under way.
struct Course {
    fleet: Fleet,
    drivers: Vec<Caller>,
    enrolments: BTreeMap<(usize, usize), String>,
    codes: Vec<String>,
    groups: Vec<GroupId>,
    manager: Caller,
}

impl Course {
    async fn start() -> Self {
        let mut fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
        for (course, months) in fleet.courses.iter_mut().zip([1, 4]) {
            *course = fleet.service.replace(course, json!({ "valid_months": months })).await;
        }
        let mut drivers = vec![];
        for driver in 0..DRIVERS {
            drivers.push(fleet.sign_in(driver).await);
        }
        let reseller = fleet.service.reseller("Shop").await;
        let (_, codes) = fleet.service.batch(&reseller, 30).await;
        let mut groups = vec![];
        for group in 0..GROUPS {
            groups.push(fleet.service.group(&fleet.company, &format!("Group {group}")).await);
        }
        let group_ids = groups[..MANAGED].iter().copied().collect::<BTreeSet<_>>();
        let manager = fleet.service.manager(&fleet.company, Scope::Groups { group_ids }).await;
        Self { fleet, drivers, enrolments: BTreeMap::new(), codes, groups, manager }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Enrol { driver, course, days } => self.enrol(driver, course, days).await,
            Step::Result { driver, course, module, completed, score } => {
                let module = self.fleet.module(course, module);
                let mut result = json!({ "module_id": module, "completed": completed });
                if let Some(score) = score {
                    result["score"] = json!(score);
                }
                self.record(driver, course, result).await;
            }
            Step::Complete { driver, course } => {
                for module in self.fleet.courses[course]["modules"].as_array().unwrap() {
                    let result =
                        json!({ "module_id": module["id"], "completed": true, "score": 77 });
                    self.record(driver, course, result).await;
                }
            }
            Step::Redeem => {
                let code = json!({ "code": self.codes.pop().expect("a code") });
                self.fleet.company.holder.post("/v1/redemptions", code).await.expect(201);
            }
            Step::Wait { days, seconds } => self.wait(days * DAY + seconds).await,
            Step::Group { driver, group, inside } => {
                let (company, driver) = (&self.fleet.company, &self.fleet.drivers[driver]);
                let path = format!("{}/groups/{}/members", company.path, self.groups[group]);
                if inside {
                    let users = json!({ "user_ids": [driver.user.to_string()] });
                    company.holder.post(&path, users).await.expect(200);
                } else {
                    let left = company.holder.delete(&format!("{path}/{}", driver.user)).await;
                    assert!(matches!(left.status, 204 | 404), "{}", left.text);
                }
            }
            Step::Appoint { driver, admin } => {
                let user = self.fleet.drivers[driver].user;
                let path = self.fleet.path(&format!("/admins/{user}"));
                let role = if admin { Role::Admin } else { Role::Driver };
                self.appoint(&path, role).await;
            }
        }
    }

    async fn enrol(&mut self, driver: usize, course: usize, [opens, due, ends]: [Option<i64>; 3]) {
        if self.enrolments.contains_key(&(driver, course)) {
            return;
        }
        let service = &self.fleet.service;
        let at = |days: Option<i64>| days.map(|days| service.in_days(days));
        let starts_at = at(opens.map(|days| days / 2)).unwrap_or(service.now());
        let window = Window { starts_at, due_at: at(due), access_until: at(ends) };
        let (who, what) = (&self.fleet.drivers[driver], &self.fleet.courses[course]);
        let enrolment = service.enrol(&self.fleet.company, who, what, window).await;
        self.enrolments.insert((driver, course), enrolment);
    }

    /// Sends a result; whether access is open at the moment is for the service to say.
    async fn record(&self, driver: usize, course: usize, result: Value) {
        let Some(enrolment) = self.enrolments.get(&(driver, course)) else { return };
        let answer = record(&self.drivers[driver], enrolment, result).await;
        assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
    }

    async fn appoint(&self, path: &str, role: Role) {
        let holder = &self.fleet.company.holder;
        let answer = match role {
            Role::Admin => holder.put(path, json!({})).await,
            _ => holder.delete(path).await,
        };
        assert!(matches!(answer.status, 200 | 204 | 404 | 409), "{}", answer.text);
    }

    /// What the holder is told: the summary, and the report's rows.
    async fn counted(&self) -> (Value, Vec<Value>) {
        self.told_to(&self.fleet.company.holder).await
    }

    /// What the manager is told of the groups.
    async fn managed(&self) -> (Value, Vec<Value>) {
        let (summary, rows) = self.told_to(&self.manager).await;
        let me = self.manager.get("/v1/me").await.expect(200);
        assert_eq!(me["contexts"][0]["driver_count"], summary["drivers"]);
        (summary, rows)
    }

    /// The summary, and the report's rows of the same moment: the summary is the same before and
    /// after them. Time passes meanwhile, and something may become due.
    async fn told_to(&self, caller: &Caller) -> (Value, Vec<Value>) {
        let (summary, report) = (self.fleet.path("/reports/summary"), self.fleet.path("/reports"));
        self.fleet.service.settle().await;
        let mut before = caller.get(&summary).await.expect(200);
        for _ in 0..5 {
            let rows = caller.list(&report).await;
            let after = caller.get(&summary).await.expect(200);
            if told(before) == told(after.clone()) {
                return (after, rows);
            }
            before = after;
        }
        panic!("the summary changes from call to call: {before}");
    }

    /// Lets time pass; sign-ins end after 30 days, so everybody signs in again.
    async fn wait(&mut self, seconds: i64) {
        self.fleet.service.advance(seconds);
        for driver in &mut self.drivers {
            *driver = self.fleet.service.sign_in(&driver.email.clone()).await;
        }
        let holder = self.fleet.company.holder.email.clone();
        self.fleet.company.holder = self.fleet.service.sign_in(&holder).await;
        self.manager = self.fleet.service.sign_in(&self.manager.email.clone()).await;
    }
}

/// The counts of some rows, as a summary tells them.
fn recount(rows: &[Value]) -> Value {
    let mut by_status = BTreeMap::new();
    let all = by_validity(&rows.iter().collect::<Vec<_>>());
    let mut by_course: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for row in rows {
        *by_status.entry(text(&row["status"])).or_insert(0) += 1;
        by_course.entry(text(&row["course"]["id"])).or_default().push(row);
    }
    let by_course = by_course.values().map(|rows| {
        // Scores have one decimal, so tenths are whole and their sum is exact.
        let scores = rows.iter().filter_map(|row| row["score"].as_f64());
        let tenths: Vec<i64> = scores.map(|score| (score * 10.0).round() as i64).collect();
        let mean = tenths.iter().sum::<i64>() as f64 / tenths.len() as f64;
        let completed = rows.iter().filter(|row| row["status"] == "completed").count();
        let course = json!({
            "course": rows[0]["course"], "enrolments": rows.len(), "completed": completed,
            "average_score": (!tenths.is_empty()).then(|| mean.round() / 10.0),
        });
        merged(course, &by_validity(rows))
    });
    let by_course = Value::from_iter(by_course);
    let counts =
        json!({ "enrolments": rows.len(), "by_status": by_status, "by_course": by_course });
    merged(counts, &all)
}

/// How many of some rows are valid, expiring, expired.
fn by_validity(rows: &[&Value]) -> Value {
    let counts = ["valid", "expiring", "expired"].map(|word| {
        let such = rows.iter().filter(|row| row["validity"] == word).count();
        (word.to_owned(), Value::from(such))
    });
    Value::Object(counts.into_iter().collect())
}

fn merged(mut one: Value, other: &Value) -> Value {
    let fields = other.as_object().unwrap().clone();
    one.as_object_mut().unwrap().extend(fields);
    one
}

/// A summary less what a recount does not tell.
fn told(mut summary: Value) -> Value {
    let counts = summary.as_object_mut().unwrap();
    counts.remove("drivers");
    let by_status = counts["by_status"].as_object_mut().unwrap();
    by_status.retain(|_, count| *count != 0);
    for course in counts["by_course"].as_array_mut().unwrap() {
        course.as_object_mut().unwrap().remove("by_status");
    }
    summary
}

async fn run(steps: Vec<Step>) {
    let mut course = Course::start().await;
    for (number, step) in steps.into_iter().enumerate() {
        let shown = format!("step {number}: {step:?}");
        course.take(step).await;
        let (summary, rows) = course.counted().await;
        assert_eq!(told(summary), recount(&rows), "{shown}");
        let (summary, rows) = course.managed().await;
        assert_eq!(told(summary), recount(&rows), "to the manager, {shown}");
    }
    let service = &course.fleet.service;
    service.settle().await;
    // Who is enrolled here redeemed nothing, so only the counts can be checked.
    let books = service.books().await;
    books.check_counts();
    service.check_recount(&books).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn the_summary_says_what_counting_the_rows_says(steps in steps()) {
        tokio::runtime::Runtime::new().unwrap().block_on(run(steps));
    }
}
