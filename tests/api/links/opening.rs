//! What whoever has a link sees: what it was made for, as it is now, and nothing else.

use http::header;
use serde_json::{Value, json};
use tests::{
    Answer,
    completing::complete,
    standing::{text, time},
};

use super::{Depot, OPEN, names, token};

/// Fails if an answer names anybody but by name, or by an address.
fn gives_nobody_away(answer: &Answer) {
    for word in ["@", "usr_", "per_", "acc_", "enr_", "grp_", "lnk_", "rec_", "insurer"] {
        assert!(!answer.text.contains(word), "{word}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_link_of_an_account_shows_all_drivers_with_the_accounts_counts() {
    let depot = Depot::new().await;
    let link = depot.link(json!({})).await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let own = ann.list("/v1/me/enrolments").await.remove(0);
    complete(&ann, text(&own["id"]), &depot.course).await.expect(200);
    depot.service.settle().await;
    let began = depot.service.now();
    let answer = depot.open(&link).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert_eq!(answer.header("vary"), "accept");
    gives_nobody_away(&answer);
    let report = answer.expect(200);
    assert_eq!(report["title"], "Acme");
    let generated = time(&report["generated_at"]);
    assert!(began <= generated && generated <= depot.service.now(), "{generated}");
    assert_eq!(
        (names(&report), &report["next_cursor"]),
        (vec!["Ann Lee", "Bob Roe"], &Value::Null)
    );
    let row = &report["items"][0];
    assert_eq!(row["course"], json!({ "title": depot.course["title"] }));
    assert_eq!((&row["status"], &row["score"]), (&json!("completed"), &json!(80.0)));
    assert_eq!((&row["validity"], &row["account"]), (&json!("valid"), &Value::Null));
    let summary = depot.company.holder.get(&depot.path("/reports/summary")).await.expect(200);
    assert_eq!(report["summary"], summary);
    assert_eq!(summary["by_status"]["completed"], 1);
}

#[tokio::test]
async fn a_link_of_a_group_shows_who_is_in_it_when_it_is_opened() {
    let depot = Depot::new().await;
    let link = depot.link(json!({ "group_id": depot.group })).await;
    for (who, inside, shown) in [
        (&depot.ann, true, vec!["Ann Lee"]),
        (&depot.bob, true, vec!["Ann Lee", "Bob Roe"]),
        (&depot.ann, false, vec!["Bob Roe"]),
        (&depot.bob, false, vec![]),
    ] {
        if (who.user, inside) != (depot.ann.user, true) {
            let (service, company) = (&depot.service, &depot.company);
            service.put_into_group(company, who, depot.group, inside).await;
        }
        depot.service.settle().await;
        let answer = depot.open(&link).await;
        gives_nobody_away(&answer);
        let report = answer.expect(200);
        assert_eq!((text(&report["title"]), names(&report)), ("Acme – Night shift", shown.clone()));
        let summary = &report["summary"];
        assert_eq!(
            (&summary["enrolments"], &summary["drivers"]),
            (&json!(shown.len()), &json!(shown.len()))
        );
    }
}

#[tokio::test]
async fn a_link_of_a_driver_shows_them_alone() {
    let depot = Depot::new().await;
    let link = depot.link(json!({ "user_id": depot.bob.user })).await;
    let answer = depot.open(&link).await;
    gives_nobody_away(&answer);
    assert!(!answer.text.contains("Ann Lee"), "{}", answer.text);
    let report = answer.expect(200);
    assert_eq!((text(&report["title"]), names(&report)), ("Acme – Bob Roe", vec!["Bob Roe"]));
    assert_eq!(report["summary"]["enrolments"], 1);
}

#[tokio::test]
async fn a_link_of_a_course_shows_and_counts_it_alone() {
    let depot = Depot::new().await;
    let other = depot.company.holder.list("/v1/courses").await;
    let other = other.iter().find(|course| course["id"] != depot.course["id"]).expect("a course");
    depot.assign(other, &[&depot.ann]).await;
    depot.service.settle().await;
    let course = text(&depot.course["title"]);
    for (of, title, shown) in [
        (json!({}), format!("Acme – {course}"), vec!["Ann Lee", "Bob Roe"]),
        (
            json!({ "user_id": depot.ann.user }),
            format!("Acme – Ann Lee – {course}"),
            vec!["Ann Lee"],
        ),
        (
            json!({ "group_id": depot.group }),
            format!("Acme – Night shift – {course}"),
            vec!["Ann Lee"],
        ),
    ] {
        let mut of = of;
        of["course_id"] = depot.course["id"].clone();
        let link = depot.link(of).await;
        let answer = depot.open(&link).await;
        assert!(!answer.text.contains(text(&other["title"])), "{}", answer.text);
        let report = answer.expect(200);
        assert_eq!((&report["title"], names(&report)), (&json!(title), shown.clone()));
        assert_eq!(report["summary"]["enrolments"], shown.len());
        assert_eq!(report["summary"]["by_course"].as_array().expect("courses").len(), 1);
        assert_eq!(report["summary"]["by_status"]["not_started"], shown.len());
    }
}

#[tokio::test]
async fn an_address_in_the_place_of_a_name_is_not_shown() {
    let depot = Depot::new().await;
    let name = json!({ "name": "ann.lee@example.com" });
    let ann = depot.path(&format!("/users/{}", depot.ann.user));
    depot.company.holder.patch(&ann, name).await.expect(200);
    let link = depot.link(json!({ "user_id": depot.ann.user })).await;
    let answer = depot.open(&link).await;
    gives_nobody_away(&answer);
    let report = answer.expect(200);
    assert_eq!(
        (&report["title"], &report["items"][0]["user"]["name"]),
        (&json!("Acme"), &Value::Null)
    );
}

#[tokio::test]
async fn openings_are_counted_once_in_five_minutes() {
    let depot = Depot::new().await;
    let link = depot.link(json!({})).await;
    let links = depot.path("/report-links");
    let mut last = Value::Null;
    for (after, openings) in [(0, 1), (60, 1), (180, 1), (61, 2)] {
        depot.service.advance(after);
        depot.shown(&link).await;
        let listed = depot.company.holder.list(&links).await.remove(0);
        let is_noted = listed["last_opened_at"] != last;
        assert_eq!((&listed["openings"], is_noted), (&json!(openings), [0, 61].contains(&after)));
        last = listed["last_opened_at"].clone();
    }
}

#[tokio::test]
async fn what_is_no_token_opens_nothing_and_costs_no_read() {
    let depot = Depot::new().await;
    let link = depot.link(json!({})).await;
    let stranger = depot.service.anonymous();
    let driver = depot.service.driver().await;
    let url = driver.post("/v1/me/invite-url", json!({})).await.expect(201);
    let of_another = text(&url["url"]).split_once('#').expect("a token").1.to_owned();
    let right = token(&link);
    let mut wrong: Vec<_> = (0..right.len())
        .map(|at| {
            let to = if &right[at..=at] == "A" { "B" } else { "A" };
            format!("{}{to}{}", &right[..at], &right[at + 1..])
        })
        .collect();
    wrong.extend([String::new(), "x".into(), right[1..].into(), format!("{right}A"), of_another]);
    wrong.push(text(&link["id"]).to_owned());
    for wrong in wrong {
        let answer = stranger.post(OPEN, json!({ "token": wrong })).await;
        assert_eq!((answer.cost.calls, answer.header("x-robots-tag")), (0, "noindex"), "{wrong}");
        answer.expect_problem(404, "not_found");
    }
    for wrong in [Value::Null, json!(1), json!([right])] {
        let answer = stranger.post(OPEN, json!({ "token": wrong })).await;
        answer.expect_bad_field("token", "wrong_type");
    }
    let asked = json!({ "token": right, "limit": 5 });
    stranger.post(OPEN, asked).await.expect_bad_field("limit", "unknown_field");
    let html = stranger.with_header(header::ACCEPT.as_str(), "text/html");
    let answer = html.post(OPEN, json!({ "token": right })).await;
    answer.expect_problem(406, "not_acceptable");
}
