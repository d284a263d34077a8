//! For how many drivers it counts that they have completed a course, in the summary.

use serde_json::{Value, json};
use shared::{
    domain::Scope,
    table::{
        Entity, keys,
        validity_tally::{Ends, ValidityPlace, ValidityTally},
    },
};
use tests::{
    Caller, Service,
    completing::complete,
    service::Company,
    standing::{DAY, Member, text},
};

const HOUR: i64 = 3_600;
/// How many counts one write puts.
const IN_A_WRITE: usize = 100;

/// A company whose drivers complete a course.
struct School {
    service: Service,
    company: Company,
    course: Value,
    drivers: Vec<Member>,
}

impl School {
    /// Whose course counts for so many months.
    async fn of(names: &[&str], months: Option<u32>) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let course = service.course_of(2, months).await;
        let mut drivers = vec![];
        for name in names {
            drivers.push(service.driver_of(&company, name).await);
        }
        Self { service, company, course, drivers }
    }

    async fn completes(&self, driver: usize) -> Caller {
        self.service.completes(&self.company, &self.drivers[driver], &self.course).await
    }

    /// Lets time pass; sign-ins end after 30 days, so the holder signs in again.
    async fn wait(&mut self, seconds: i64) {
        self.service.advance(seconds);
        self.company.holder = self.service.sign_in(&self.company.holder.email.clone()).await;
    }

    fn path(&self, of: &str) -> String {
        format!("{}{of}", self.company.path)
    }

    /// How many are valid, expiring and expired, in all and of the one course, which is also what
    /// counting the report's rows gives.
    async fn told_to(&self, caller: &Caller) -> [i64; 3] {
        self.service.settle().await;
        self.service.lists_caught_up().await;
        let summary = caller.get(&self.path("/reports/summary")).await.expect(200);
        let all = counts(&summary);
        let of_course = summary["by_course"].as_array().unwrap().iter().map(counts);
        assert_eq!(of_course.collect::<Vec<_>>(), [all], "{summary}");
        let rows = caller.list(&self.path("/reports?limit=100")).await;
        let words = ["valid", "expiring", "expired"];
        let of_rows =
            words.map(|word| rows.iter().filter(|row| row["validity"] == word).count() as i64);
        assert_eq!(all, of_rows, "{rows:?}");
        all
    }

    async fn told(&self) -> [i64; 3] {
        self.told_to(&self.company.holder).await
    }

    async fn validities(&self) -> Vec<ValidityTally> {
        self.service.settle().await;
        self.service.books().await.validities
    }

    /// How many days are counted.
    async fn days(&self) -> usize {
        let of_days = |one: &ValidityTally| matches!(one.place.ends, Ends::On(_));
        self.validities().await.into_iter().filter(of_days).count()
    }
}

fn counts(of: &Value) -> [i64; 3] {
    ["valid", "expiring", "expired"].map(|word| of[word].as_i64().expect("a number"))
}

#[tokio::test]
async fn time_alone_moves_what_is_valid_until_it_is_taken_again() {
    let mut school = School::of(&["Ann", "Bob"], Some(12)).await;
    school.completes(0).await;
    school.service.licensed(&school.company, &school.drivers[1], &school.course).await;
    assert_eq!(school.told().await, [1, 0, 0]);
    let rows = school.company.holder.list(&school.path("/reports?validity=valid")).await;
    let until: jiff::Timestamp = text(&rows[0]["valid_until"]).parse().unwrap();
    for (to_go, expected) in [
        (61 * DAY, [1, 0, 0]),
        (60 * DAY + HOUR, [1, 0, 0]),
        (60 * DAY, [0, 1, 0]),
        (59 * DAY, [0, 1, 0]),
        (HOUR, [0, 1, 0]),
        (0, [0, 0, 1]),
        (-DAY, [0, 0, 1]),
    ] {
        let seconds = until.as_second() - school.service.now().as_second() - to_go;
        school.wait(seconds).await;
        assert_eq!(school.told().await, expected, "{to_go}");
    }
    // Until the next round is completed, the record of the last one is the newest.
    let again = school.service.licensed(&school.company, &school.drivers[0], &school.course).await;
    assert_eq!(school.told().await, [0, 0, 1]);
    let ann = school.service.sign_in(&school.drivers[0].email).await;
    complete(&ann, &again, &school.course).await.expect(200);
    assert_eq!(school.told().await, [1, 0, 0]);
    school.service.balanced().await;
}

#[tokio::test]
async fn what_counts_for_ever_stays_valid() {
    let mut school = School::of(&["Ann"], None).await;
    school.completes(0).await;
    assert_eq!(school.told().await, [1, 0, 0]);
    school.wait(4_000 * DAY).await;
    assert_eq!(school.told().await, [1, 0, 0]);
    let places = school.validities().await.into_iter().map(|one| one.place.ends);
    assert_eq!(places.collect::<Vec<_>>(), [Ends::Sometime]);
}

#[tokio::test]
async fn managers_are_told_of_those_they_look_after_and_who_is_gone_is_not_counted() {
    let school = School::of(&["Ann", "Bob", "Cid"], Some(12)).await;
    let School { service, company, drivers, .. } = &school;
    let [ann, bob, cid] = [&drivers[0], &drivers[1], &drivers[2]];
    for driver in 0..2 {
        school.completes(driver).await;
    }
    let revoked = service.licensed(company, cid, &school.course).await;
    let caller = service.sign_in(&cid.email).await;
    complete(&caller, &revoked, &school.course).await.expect(200);
    let north = service.group_of(company, "North", &[ann, cid]).await;
    let of_group = service.manager(company, Scope::Groups { group_ids: [north].into() }).await;
    let of_bob = Scope::Drivers { user_ids: [bob.user].into() };
    let of_bob = service.manager(company, of_bob).await;
    let told = async || {
        [
            school.told().await[0],
            school.told_to(&of_group).await[0],
            school.told_to(&of_bob).await[0],
        ]
    };
    assert_eq!(told().await, [3, 2, 1]);
    service.put_into_group(company, bob, north, true).await;
    assert_eq!(told().await, [3, 3, 1]);
    let path = school.path(&format!("/enrolments/{revoked}"));
    company.holder.delete(&path).await.expect(204);
    assert_eq!(told().await, [2, 2, 1]);
    let path = school.path(&format!("/users/{}", ann.user));
    company.holder.delete(&path).await.expect(204);
    assert_eq!(told().await, [1, 1, 1]);
    service.balanced().await;
}

#[tokio::test]
async fn what_was_spoilt_is_never_less_than_none_and_right_once_it_is_counted_again() {
    let school = School::of(&["Ann", "Bob"], Some(12)).await;
    for driver in 0..2 {
        school.completes(driver).await;
    }
    let rows = school.validities().await;
    for (row, number) in rows.iter().zip([-3, 1_000, -7].into_iter().cycle()) {
        school.service.spoil(&row.key(), "count", number).await;
    }
    let summary = school.company.holder.get(&school.path("/reports/summary")).await.expect(200);
    assert!(counts(&summary).iter().all(|count| *count >= 0), "{summary}");
    assert_ne!(counts(&summary), [2, 0, 0]);
    let mended = school.service.recount(&school.company).await;
    assert_eq!(mended.len(), rows.len(), "{mended:?}");
    let what = format!("records of course {}", text(&school.course["id"]));
    assert!(mended.iter().all(|one| one["what"] == what), "{mended:?}");
    assert_eq!(school.told().await, [2, 0, 0]);
    school.service.balanced().await;
}

/// Leaves what is counted as a release has left it that counts no validity.
async fn forget(school: &School) {
    let dynamodb = school.service.stack().dynamodb();
    let table = school.service.stack().app().table.name();
    for row in school.validities().await {
        let delete = dynamodb.delete_item().table_name(table);
        delete.set_key(Some(row.key().attributes())).send().await.expect("it goes");
    }
    for driver in &school.drivers {
        let key = keys::user_progress(school.company.id.parse().unwrap(), driver.user);
        let update = dynamodb.update_item().table_name(table);
        let update = update.set_key(Some(key.attributes()));
        let update = update.update_expression("REMOVE #courses.#course.#record");
        let update = update.expression_attribute_names("#courses", "courses");
        let update = update.expression_attribute_names("#course", text(&school.course["id"]));
        let update = update.expression_attribute_names("#record", "record");
        update.send().await.expect("it goes");
    }
}

#[tokio::test]
async fn what_was_completed_before_is_counted_with_the_next_change_or_by_counting_again() {
    let school = School::of(&["Ann", "Bob", "Cid"], Some(12)).await;
    for driver in 0..3 {
        school.completes(driver).await;
    }
    forget(&school).await;
    let told = async || {
        school.service.settle().await;
        let path = school.path("/reports/summary");
        counts(&school.company.holder.get(&path).await.expect(200))
    };
    assert_eq!(told().await, [0, 0, 0]);
    school.service.group_of(&school.company, "North", &[&school.drivers[0]]).await;
    assert_eq!(told().await, [1, 0, 0]);
    let mended = school.service.recount(&school.company).await;
    let of_users = mended.iter().filter(|one| text(&one["what"]).starts_with("recorded of user"));
    assert_eq!(of_users.count(), 2, "{mended:?}");
    assert_eq!(school.told().await, [3, 0, 0]);
    school.service.balanced().await;
}

#[tokio::test]
async fn days_that_are_over_become_one() {
    let mut school = School::of(&["Ann", "Bob", "Cid", "Dan"], Some(1)).await;
    for driver in 0..3 {
        school.completes(driver).await;
        school.wait(DAY).await;
    }
    assert_eq!((school.days().await, school.told().await), (3, [0, 3, 0]));
    school.wait(40 * DAY).await;
    assert_eq!(school.told().await, [0, 0, 3]);
    school.completes(3).await;
    assert_eq!((school.days().await, school.told().await), (2, [0, 1, 3]));
    school.service.balanced().await;
}

#[tokio::test]
async fn of_an_individual_account_it_is_added_up_and_counted_once_it_is_a_company() {
    let service = Service::start().await;
    let reseller = service.reseller("Codes Ltd").await;
    let (_, codes) = service.batch(&reseller, 1).await;
    let course = service.course().await;
    let driver = service.sign_in("driver@example.com").await;
    let opened = driver.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    complete(&driver, text(&opened["enrolment"]["id"]), &course).await.expect(200);
    let path = format!("/v1/accounts/{}", text(&opened["account"]["id"]));
    let told = async || {
        let summary = driver.get(&format!("{path}/reports/summary")).await.expect(200);
        (counts(&summary), counts(&summary["by_course"][0]))
    };
    assert!(service.balanced().await.validities.is_empty());
    assert_eq!(told().await, ([1, 0, 0], [1, 0, 0]));
    let company = json!({ "name": "Driver Ltd", "kind": "company" });
    driver.patch(&path, company).await.expect(200);
    assert!(!service.balanced().await.validities.is_empty());
    assert_eq!(told().await, ([1, 0, 0], [1, 0, 0]));
}

#[tokio::test]
async fn what_a_summary_reads_does_not_grow_with_the_months_for_which_a_course_counts() {
    let school = School::of(&["Ann"], Some(12)).await;
    school.completes(0).await;
    school.service.settle().await;
    let cost = async || {
        let answer = school.company.holder.get(&school.path("/reports/summary")).await;
        (answer.cost.round_trips, answer.cost.read_units)
    };
    let before = cost().await;
    let days: Vec<_> = (61..1_061).map(|days| school.service.in_days(days)).collect();
    for some in days.chunks(IN_A_WRITE) {
        let rows: Vec<_> = some.iter().map(|end| row(&school, Ends::On(*end))).collect();
        let write = school.service.stack().app().table.write::<()>();
        let write = rows.iter().fold(write, |write, row| write.create(row, ()));
        write.run().await.expect("rows");
    }
    assert_eq!(cost().await, before);
}

fn row(school: &School, ends: Ends) -> ValidityTally {
    let place = ValidityPlace {
        account_id: school.company.id.parse().unwrap(),
        combination: None,
        course_id: text(&school.course["id"]).parse().unwrap(),
        ends,
        // One in which nobody counts.
        bucket: 9,
    };
    ValidityTally { place, count: 1 }
}
