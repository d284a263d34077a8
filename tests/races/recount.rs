//! Counting again while everything is in use.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use shared::{
    domain::{AccountId, CourseId, GroupId, Role, UserId},
    table::{Entity, group::Combination, keys, user::UserProgress},
};
use tests::{
    Answer, Service,
    counting::recount_by,
    crowd::at_once,
    service::Company,
    standing::{Member, text},
};

const CALLERS: usize = 40;

/// What one caller does with one user: in and out of a group, an assignment, its end, a removal.
fn act(
    company: &Arc<Company>,
    course: &Value,
    group: GroupId,
    (number, who): (usize, Member),
) -> BoxFuture<'static, Vec<Answer>> {
    let (company, course) = (Arc::clone(company), course["id"].clone());
    async move {
        let (holder, path) = (&company.holder, &company.path);
        let members = format!("{path}/groups/{group}/members");
        let ids = json!({ "user_ids": [who.user] });
        let mut answers = vec![holder.post(&members, ids.clone()).await];
        let assignment = json!({ "course_id": course, "user_ids": [who.user] });
        let enrolled = holder.post(&format!("{path}/enrolments"), assignment).await;
        let enrolment = enrolled.body["results"][0]["enrolment"]["id"].clone();
        answers.push(enrolled);
        if number.is_multiple_of(2) {
            answers.push(holder.delete(&format!("{members}/{}", who.user)).await);
            let path = format!("{path}/enrolments/{}", enrolment.as_str().unwrap_or("enr_"));
            answers.push(holder.delete(&path).await);
        }
        if number.is_multiple_of(3) {
            answers.push(holder.delete(&format!("{path}/users/{}", who.user)).await);
        }
        let email = json!({ "email": format!("more{number}@example.com") });
        answers.push(holder.post(&format!("{path}/users"), email).await);
        answers
    }
    .boxed()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_again_while_forty_change_it_is_right_in_the_end() {
    let service = Arc::new(Service::start_busy().await);
    let company = service.company("Acme").await;
    service.seats(&company, 200).await;
    let course = service.course().await;
    company.buy(&course, 100).await;
    let members = service.members(&company, CALLERS).await;
    let group = service.group(&company, "Night").await;
    let account: AccountId = company.id.parse().unwrap();
    // What was spoilt before is mended at the latest when it is quiet again.
    service.spoil(&keys::account(account), "seats_used", 7).await;
    service.spoil(&keys::group(account, group), "member_count", -2).await;
    let (company, over) = (Arc::new(company), Arc::new(AtomicBool::new(false)));
    let operator = service.operator().await;
    let path = format!("/v1/operator/accounts/{}/recount", company.id);
    let counting = {
        let over = Arc::clone(&over);
        tokio::spawn(async move {
            let mut counted = 0;
            while !over.load(Ordering::SeqCst) {
                let answer = operator.post(&path, json!({})).await;
                assert!([200, 503].contains(&answer.status), "{}", answer.text);
                counted += 1;
            }
            counted
        })
    };
    let calls = members.into_iter().enumerate().map(|one| act(&company, &course, group, one));
    for answer in at_once(calls.collect::<Vec<_>>()).await.into_iter().flatten() {
        assert!(answer.status < 500, "{}", answer.text);
    }
    over.store(true, Ordering::SeqCst);
    assert!(counting.await.unwrap() > 0);
    service.settle().await;
    service.recount(&company).await;
    service.balanced().await;
    // What was right was left alone.
    let amounts = [("member_count".to_owned(), 2), ("seats_used".to_owned(), 34)];
    assert_eq!(mended(&company).await, BTreeMap::from(amounts));
    let shown = company.holder.get(&company.path).await.expect(200);
    assert_eq!(shown["seats"]["used"], 1 + CALLERS + CALLERS - CALLERS.div_ceil(3), "{shown}");
    let driver = service.member(&company, Role::Driver, Some("Zoe")).await;
    let path = format!("{}/users/{}", company.path, driver.user);
    assert_eq!(text(&company.holder.get(&path).await.expect(200)["name"]), "Zoe");
}

/// What goes on while something is counted again.
struct GoingOn {
    over: Arc<AtomicBool>,
    done: tokio::task::JoinHandle<usize>,
}

/// Does something again and again, with a pause between.
fn again_and_again(
    pause: Duration,
    act: impl Fn(usize) -> BoxFuture<'static, Answer> + Send + 'static,
) -> GoingOn {
    let over = Arc::new(AtomicBool::new(false));
    let until = Arc::clone(&over);
    let done = tokio::spawn(async move {
        let mut done = 0;
        while !until.load(Ordering::SeqCst) {
            let answer = act(done).await;
            assert!(answer.status < 300, "{}", answer.text);
            done += 1;
            tokio::time::sleep(pause).await;
        }
        done
    });
    GoingOn { over, done }
}

impl GoingOn {
    /// Ends it; how often it was done.
    async fn end(self) -> usize {
        self.over.store(true, Ordering::SeqCst);
        self.done.await.expect("nothing went wrong")
    }
}

/// A busy service whose calls have as long as the recount's function has.
async fn start() -> Service {
    Service::start_busy_with(|config| config.time_limit = Duration::from_secs(29)).await
}

/// By how much each number was mended, as the trail tells.
async fn mended(of: &Company) -> BTreeMap<String, i64> {
    let mut mended = BTreeMap::new();
    for event in of.holder.list(&format!("{}/events", of.path)).await {
        let changes = event["changes"].as_object().filter(|_| event["action"] == "count_mended");
        for (name, change) in changes.into_iter().flatten() {
            let number = |which: &str| change[which].as_i64().expect("a number");
            *mended.entry(name.clone()).or_default() += number("to") - number("from");
        }
    }
    mended
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_counted_again_while_its_codes_are_being_redeemed() {
    let service = start().await;
    let reseller = service.reseller("Codes for All").await;
    let (batch, codes) = service.batch(&reseller, 100).await;
    let driver = service.driver().await;
    for code in &codes[..3] {
        driver.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
    }
    service.settle().await;
    service.lists_caught_up().await;
    let count = service.books().await.batch_counts[0].key();
    service.spoil(&count, "redeemed", 1_000).await;
    let going_on = again_and_again(Duration::from_secs(2), move |number| {
        let (driver, body) = (driver.clone(), json!({ "code": codes[3 + number] }));
        async move { driver.post("/v1/redemptions", body).await }.boxed()
    });
    service.recount(&reseller).await;
    let redeemed = going_on.end().await;
    assert_eq!(mended(&reseller).await, BTreeMap::from([("redeemed".to_owned(), -997)]));
    service.settle().await;
    let shown = reseller.holder.get(&format!("{}/code-batches/{batch}", reseller.path)).await;
    assert_eq!(shown.expect(200)["redeemed"], 3 + redeemed);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_are_counted_again_while_people_are_being_invited() {
    let service = start().await;
    let company = service.company("Acme").await;
    service.seats(&company, 1_000).await;
    service.spoil(&keys::account(company.id.parse().unwrap()), "seats_used", 100).await;
    let (holder, path) = (company.holder.clone(), format!("{}/users", company.path));
    let going_on = again_and_again(Duration::from_millis(200), move |number| {
        let (holder, path) = (holder.clone(), path.clone());
        let body = json!({ "email": format!("new{number}@example.com") });
        async move { holder.post(&path, body).await }.boxed()
    });
    service.recount(&company).await;
    let invited = going_on.end().await;
    assert_eq!(mended(&company).await, BTreeMap::from([("seats_used".to_owned(), -99)]));
    let shown = company.holder.get(&company.path).await.expect(200);
    assert_eq!(shown["seats"]["used"], 1 + invited);
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_learns_all_the_time_holds_up_the_counting_of_nobody_else() {
    let service = start().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    company.buy(&course, 10).await;
    let (ann, its) = service.joined(&company, "ann@example.com").await;
    let bob = service.member(&company, Role::Driver, Some("Bob")).await;
    let ann_id = its.rsplit_once('/').unwrap().1.to_owned();
    company.assign(json!({ "course_id": course["id"], "user_ids": [ann_id, bob.user] })).await;
    service.group_of(&company, "Night", &[&bob]).await;
    service.settle().await;
    service.lists_caught_up().await;
    let account: AccountId = company.id.parse().unwrap();
    let course_id: CourseId = text(&course["id"]).parse().unwrap();
    let bobs: UserId = bob.user.to_string().parse().unwrap();
    let (bobs, books) = (keys::user_progress(account, bobs), service.books().await);
    let night = books.combinations[0].key();
    service.spoil(&bobs, &format!("courses.{course_id}.percent"), 77).await;
    service.spoil(&night, "users", 50).await;
    let mine = ann.get("/v1/me/enrolments").await.expect(200)["items"][0]["id"].clone();
    let results = format!("/v1/me/enrolments/{}/results", text(&mine));
    let module = course["modules"][0]["id"].clone();
    let going_on = again_and_again(Duration::from_millis(100), move |number| {
        let (ann, results) = (ann.clone(), results.clone());
        let body = json!({ "module_id": module, "completed": true, "score": number % 100 });
        async move { ann.post(&results, body).await }.boxed()
    });
    let (operator, table) = (service.operator().await, &service.stack().app().table);
    let path = format!("/v1/operator/accounts/{}/recount", company.id);
    let right = async || {
        let kept: UserProgress = table.get(&bobs).await.unwrap().unwrap();
        let together: Combination = table.get(&night).await.unwrap().unwrap();
        (kept.courses[&course_id].percent, together.users) == (0, 1)
    };
    for _ in 0..5 {
        // Whether all is counted while she learns is for the moment to say.
        let answer = operator.post(&path, json!({})).await;
        assert!([200, 503].contains(&answer.status), "{}", answer.text);
        if right().await {
            break;
        }
    }
    assert!(right().await);
    assert!(going_on.end().await > 0);
    let amounts = [("percents".to_owned(), -77), ("users".to_owned(), -49)];
    assert_eq!(mended(&company).await, BTreeMap::from(amounts));
    service.settle().await;
    service.balanced().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_counts_at_the_same_time_mends_once() {
    let service = start().await;
    let reseller = service.reseller("Codes for All").await;
    let (_, codes) = service.batch(&reseller, 10).await;
    service.driver().await.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
    service.settle().await;
    service.lists_caught_up().await;
    let count = service.books().await.batch_counts[0].key();
    service.spoil(&count, "redeemed", 8).await;
    service.spoil(&keys::account(reseller.id.parse().unwrap()), "seats_used", 5).await;
    let operator = service.operator().await;
    at_once((0..4).map(|_| recount_by(operator.clone(), reseller.id.clone()))).await;
    let amounts = [("redeemed".to_owned(), -7), ("seats_used".to_owned(), -4)];
    assert_eq!(mended(&reseller).await, BTreeMap::from(amounts));
    service.balanced().await;
}
