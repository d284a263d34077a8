//! The pools of licences against a simple model: whatever is assigned, revoked, completed, bought
//! and waited for, the service says what the model says.

use std::collections::{BTreeMap, HashSet};

use functions::enrolments::revocation::end_enrolments_of;
use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Caller, Service,
    service::Company,
    standing::{DAY, Member, text},
};

const DRIVERS: usize = 4;
const COURSES: usize = 2;
/// How many modules each of the courses has.
const MODULES: usize = 2;

#[derive(Debug, Clone)]
enum Step {
    Buy {
        course: usize,
        quantity: usize,
    },
    /// Assigns a course to drivers: it starts and is due so many days from now.
    Assign {
        course: usize,
        drivers: Vec<usize>,
        days: [Option<i64>; 2],
    },
    Revoke {
        course: usize,
        driver: usize,
    },
    Complete {
        course: usize,
        driver: usize,
        module: usize,
    },
    /// Ends what a driver is enrolled in.
    End {
        driver: usize,
    },
    Wait {
        days: i64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (course, driver) = (|| 0..COURSES, || 0..DRIVERS);
    let day = || proptest::option::of(1..5_i64);
    let step = prop_oneof![
        2 => (course(), 1..3_usize).prop_map(|(course, quantity)| Step::Buy { course, quantity }),
        5 => (course(), vec(driver(), 1..4), [day(), day()])
            .prop_map(|(course, drivers, days)| Step::Assign { course, drivers, days }),
        3 => (course(), driver()).prop_map(|(course, driver)| Step::Revoke { course, driver }),
        4 => (course(), driver(), 0..MODULES)
            .prop_map(|(course, driver, module)| Step::Complete { course, driver, module }),
        1 => driver().prop_map(|driver| Step::End { driver }),
        2 => (1..4_i64).prop_map(|days| Step::Wait { days }),
    ];
    vec(step, 5..25)
}

/// An enrolment, as the model has it.
#[derive(Debug, Clone)]
struct Enrolled {
    id: String,
    starts_at: Timestamp,
    due_at: Option<Timestamp>,
    completed: [bool; MODULES],
}

impl Enrolled {
    fn is_completed(&self) -> bool {
        !self.completed.contains(&false)
    }

    fn is_started(&self) -> bool {
        self.completed.contains(&true)
    }

    fn status(&self, now: Timestamp) -> &'static str {
        if self.is_completed() {
            "completed"
        } else if now < self.starts_at {
            "scheduled"
        } else if self.due_at.is_some_and(|due| due <= now) {
            "overdue"
        } else if self.is_started() {
            "in_progress"
        } else {
            "not_started"
        }
    }
}

/// A course's pool, as the model has it.
#[derive(Debug, Clone, Default)]
struct Pool {
    purchased: usize,
    used_up: usize,
    enrolled: BTreeMap<usize, Enrolled>,
}

impl Pool {
    fn counts(&self) -> [u64; 3] {
        let assigned = self.used_up + self.enrolled.len();
        [self.purchased, assigned, self.purchased - assigned].map(|count| count as u64)
    }

    fn end(&mut self, driver: usize) -> Option<Enrolled> {
        let ended = self.enrolled.remove(&driver)?;
        self.used_up += usize::from(ended.is_started());
        Some(ended)
    }
}

/// The service and the model, side by side.
struct Both {
    service: Service,
    company: Company,
    courses: Vec<Value>,
    drivers: Vec<(Member, Caller)>,
    pools: [Pool; COURSES],
}

impl Both {
    async fn start() -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let operator = service.operator().await;
        let (mut courses, mut drivers) = (vec![], vec![]);
        for title in ["Reversing", "Loading"] {
            let modules = ["One", "Two"].map(|title| json!({ "title": title }));
            let course =
                json!({ "title": title, "summary": "", "modules": modules, "active": true });
            courses.push(operator.post("/v1/operator/courses", course).await.expect(201));
        }
        for _ in 0..DRIVERS {
            let member = service.member(&company, Role::Driver, None).await;
            let caller = service.sign_in(&member.email).await;
            drivers.push((member, caller));
        }
        Self { service, company, courses, drivers, pools: Default::default() }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Buy { course, quantity } => {
                self.company.buy(&self.courses[course], quantity).await;
                self.pools[course].purchased += quantity;
            }
            Step::Assign { course, drivers, days } => self.assign(course, drivers, days).await,
            Step::Revoke { course, driver } => self.revoke(course, driver).await,
            Step::Complete { course, driver, module } => {
                self.complete(course, driver, module).await;
            }
            Step::End { driver } => self.end(driver).await,
            Step::Wait { days } => self.wait(days).await,
        }
    }

    async fn assign(&mut self, course: usize, mut drivers: Vec<usize>, days: [Option<i64>; 2]) {
        let now = self.service.now();
        let mut body = json!({ "course_id": self.courses[course]["id"] });
        let users = drivers.iter().map(|driver| self.drivers[*driver].0.user.to_string());
        body["user_ids"] = Value::from_iter(users);
        let [starts, due] = days;
        // What is due is so after the start.
        let due = due.map(|due| due + starts.unwrap_or_default());
        let [starts_at, due_at] = [starts, due].map(|days| Some(self.service.in_days(days?)));
        (body["starts_at"], body["due_at"]) = (json!(starts_at), json!(due_at));
        let rows = self.company.assign(body).await;
        let mut mentioned = HashSet::new();
        drivers.retain(|driver| mentioned.insert(*driver));
        assert_eq!(rows.len(), drivers.len());
        for (driver, row) in drivers.into_iter().zip(rows) {
            let pool = &mut self.pools[course];
            let [_, _, available] = pool.counts();
            let there = pool.enrolled.get(&driver);
            let expected = match there {
                Some(open) if !open.is_completed() => "already_enrolled",
                _ if available == 0 => "no_licence",
                _ => "enrolled",
            };
            assert_eq!(row["status"], expected, "{row}");
            if expected == "enrolled" {
                let id = text(&row["enrolment"]["id"]).to_owned();
                let (starts_at, completed) = (starts_at.unwrap_or(now), [false; MODULES]);
                // Another round follows one that was completed, and takes a licence of its own.
                pool.end(driver);
                pool.enrolled.insert(driver, Enrolled { id, starts_at, due_at, completed });
            }
        }
    }

    async fn revoke(&mut self, course: usize, driver: usize) {
        if let Some(Enrolled { id, .. }) = self.pools[course].end(driver) {
            let path = self.company.enrolment(&json!({ "id": id }));
            self.company.holder.delete(&path).await.expect(204);
            self.company.holder.delete(&path).await.expect_problem(404, "not_found");
        }
    }

    async fn complete(&mut self, course: usize, driver: usize, module: usize) {
        let now = self.service.now();
        let Some(enrolled) = self.pools[course].enrolled.get_mut(&driver) else { return };
        let id = &self.courses[course]["modules"][module]["id"];
        let result = json!({ "module_id": id, "completed": true });
        let path = format!("/v1/me/enrolments/{}/results", enrolled.id);
        let answer = self.drivers[driver].1.post(&path, result).await;
        if now < enrolled.starts_at {
            answer.expect_problem(409, "not_open_yet");
        } else {
            answer.expect(200);
            enrolled.completed[module] = true;
        }
    }

    async fn end(&mut self, driver: usize) {
        for pool in &mut self.pools {
            pool.end(driver);
        }
        let (account, member) = (self.company.id.parse().unwrap(), &self.drivers[driver].0);
        let app = self.service.stack().app();
        end_enrolments_of(app, account, member.person, member.user).await.expect("an end");
    }

    /// Lets days pass; sign-ins end after 30, so everybody signs in again.
    async fn wait(&mut self, days: i64) {
        self.service.advance(days * DAY);
        for (member, caller) in &mut self.drivers {
            *caller = self.service.sign_in(&member.email).await;
        }
        let holder = self.company.holder.email.clone();
        self.company.holder = self.service.sign_in(&holder).await;
    }

    /// Licences, report and summary say what the model says.
    async fn check(&self) {
        self.service.settle().await;
        let now = self.service.now();
        let (mut expected, mut by_status) = (BTreeMap::new(), BTreeMap::<_, u64>::new());
        for (course, pool) in self.pools.iter().enumerate() {
            if pool.purchased > 0 {
                assert_eq!(self.company.licences(&self.courses[course]).await, pool.counts());
            }
            for one in pool.enrolled.values() {
                let status = one.status(now);
                expected.insert(one.id.clone(), status.to_owned());
                *by_status.entry(status.to_owned()).or_default() += 1;
            }
        }
        let path = format!("{}/reports", self.company.path);
        let rows = self.company.holder.list(&path).await;
        let told = rows
            .iter()
            .map(|row| (text(&row["enrolment_id"]).to_owned(), text(&row["status"]).to_owned()));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), expected);
        let summary = self.company.holder.get(&format!("{path}/summary")).await.expect(200);
        let counts = summary["by_status"].as_object().unwrap().iter();
        let counts = counts.map(|(status, count)| (status.clone(), count.as_u64().unwrap()));
        let counts: BTreeMap<_, _> = counts.filter(|(_, count)| *count > 0).collect();
        assert_eq!(counts, by_status);
    }
}

async fn run(steps: Vec<Step>) {
    let mut both = Both::start().await;
    for step in steps {
        both.take(step).await;
        both.check().await;
    }
    both.service.balanced().await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10, failure_persistence: None, max_shrink_iters: 50, ..ProptestConfig::default()
    })]

    #[test]
    fn licences_enrolments_and_reports_are_what_a_simple_model_says(steps in steps()) {
        tokio::runtime::Runtime::new().unwrap().block_on(run(steps));
    }
}
