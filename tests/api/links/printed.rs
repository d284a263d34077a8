//! A link's report made for printing: what the link shows, and no more.

use serde_json::{Value, json};
use tests::{Answer, completing::complete, pdf::Document, standing::text};

use super::{Depot, MINE, OPEN, token};

const HEADS: [&str; 8] =
    ["Name", "Course", "Status", "Progress", "Score", "Due", "Last activity", "Valid until"];

impl Depot {
    async fn printed(&self, link: &Value) -> Answer {
        self.service.settle().await;
        self.print(OPEN, link).await
    }

    async fn print(&self, path: &str, link: &Value) -> Answer {
        let reader = self.service.anonymous().with_header("accept", "application/pdf");
        reader.post(path, json!({ "token": token(link) })).await
    }
}

/// What stands in a document, which gives nobody away.
#[track_caller]
fn lines(answer: &Answer) -> Vec<String> {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    let document = Document::read(&answer.bytes);
    let lines = document.lines_by_page().concat();
    for word in ["@", "usr_", "per_", "acc_", "enr_", "grp_", "lnk_", "rec_", "insurer"] {
        assert!(!lines.iter().any(|line| line.contains(word)), "{word}: {lines:?}");
    }
    for word in ["@example", "usr_", "per_", "acc_", "enr_", "grp_", "lnk_", "rec_", "insurer"] {
        assert!(!document.says(word), "{word} stands in what is told of the document");
    }
    lines
}

fn has(lines: &[String], some: &[&str]) -> bool {
    lines.windows(some.len()).any(|few| few == some)
}

#[tokio::test]
async fn a_link_of_an_account_prints_its_drivers_without_their_addresses() {
    let depot = Depot::new().await;
    let zone = json!({ "time_zone": "Asia/Tokyo" });
    depot.company.holder.patch(&depot.company.path, zone).await.expect(200);
    let link = depot.link(json!({})).await;
    let answer = depot.printed(&link).await;
    assert_eq!(answer.header("content-disposition"), "inline; filename=\"report.pdf\"");
    assert!(!answer.headers.contains_key("link"));
    let lines = lines(&answer);
    assert_eq!((&*lines[0], &*lines[1]), ("Acme", "Report"));
    assert!(lines[2].ends_with(" (Asia/Tokyo). All times are of this zone."), "{}", lines[2]);
    assert_eq!(lines[3], "All drivers and courses");
    assert!(has(&lines, &["Summary", "2 active drivers, 2 enrolments, 0 completed (0%)."]));
    let course = text(&depot.course["title"]);
    let so_far = |name| [name, course, "Not started", "0%", "–", "–", "–", "–"];
    let rows = [&["Drivers by course"], &HEADS[..], &so_far("Ann Lee"), &so_far("Bob Roe")];
    assert!(has(&lines, &rows.concat()), "{lines:?}");
    assert_eq!(lines.last().expect("an end"), "2 rows, the whole report.");
    assert!(Document::read(&answer.bytes).says("Report: Acme"));
}

#[tokio::test]
async fn it_says_what_it_is_of_and_shows_nobody_else() {
    let depot = Depot::new().await;
    let (course, title) = (&depot.course["id"], text(&depot.course["title"]));
    for (of, title, filters, summary) in [
        (
            json!({ "group_id": depot.group }),
            "Acme – Night shift".to_owned(),
            "Group: Night shift".to_owned(),
            "1 active driver, 1 enrolment, 0 completed (0%).",
        ),
        (
            json!({ "user_id": depot.ann.user, "course_id": course }),
            format!("Acme – Ann Lee – {title}"),
            format!("Driver: Ann Lee · Course: {title}"),
            "1 enrolment, 0 completed (0%).",
        ),
    ] {
        let lines = lines(&depot.printed(&depot.link(of).await).await);
        assert_eq!((&lines[0], &lines[3]), (&title, &filters));
        assert!(has(&lines, &["Summary", summary]), "{lines:?}");
        assert!(lines.iter().any(|line| line == "Ann Lee"), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("Bob")), "{lines:?}");
    }
}

#[tokio::test]
async fn an_address_in_the_place_of_a_name_is_not_printed() {
    let depot = Depot::new().await;
    let ann = depot.path(&format!("/users/{}", depot.ann.user));
    let name = json!({ "name": "ann.lee@example.com" });
    depot.company.holder.patch(&ann, name).await.expect(200);
    let link = depot.link(json!({ "user_id": depot.ann.user })).await;
    let lines = lines(&depot.printed(&link).await);
    assert_eq!((&*lines[0], &*lines[3]), ("Acme", "One driver"));
    assert!(has(&lines, &["Valid until", "–", text(&depot.course["title"])]), "{lines:?}");
}

#[tokio::test]
async fn a_drivers_own_link_prints_the_accounts_of_their_courses() {
    let depot = Depot::new().await;
    let other = depot.service.company("Bolt Freight").await;
    let there = depot.service.member_too(&other, &depot.ann).await;
    depot.service.licensed(&other, &there, &depot.course).await;
    let ann = depot.service.sign_in(&depot.ann.email).await;
    ann.patch("/v1/me", json!({ "time_zone": "America/New_York" })).await.expect(200);
    let own = ann.list("/v1/me/enrolments").await;
    let own = own.iter().find(|one| one["account"]["name"] == "Acme").expect("a course");
    complete(&ann, text(&own["id"]), &depot.course).await.expect(200);
    let link = ann.post(MINE, json!({ "name": "For the insurer" })).await.expect(201);
    let answer = depot.printed(&link).await;
    let lines = lines(&answer);
    assert_eq!((&*lines[0], &*lines[3]), ("Ann Lee", "All courses"));
    assert!(lines[2].contains(" (America/New_York). "), "{}", lines[2]);
    assert!(has(&lines, &["Summary", "2 enrolments, 1 completed (50%)."]), "{lines:?}");
    let rows = ["Courses by account", "Account", "Course"];
    assert!(has(&lines, &rows), "{lines:?}");
    let course = text(&depot.course["title"]);
    assert!(has(&lines, &["Acme", course, "Completed", "100%", "80"]), "{lines:?}");
    assert!(has(&lines, &["Bolt Freight", course, "Not started", "0%"]), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Bob")), "{lines:?}");
}

#[tokio::test]
async fn a_document_has_two_thousand_rows_and_links_to_the_next() {
    let depot = Depot::new().await;
    let window = depot.service.open_window();
    for member in depot.service.members(&depot.company, 1_999).await {
        depot.service.enrol(&depot.company, &member, &depot.course, window).await;
    }
    depot.service.lists_caught_up().await;
    let link = depot.link(json!({})).await;
    let first = depot.printed(&link).await;
    let said = lines(&first);
    let end = "Rows 1 to 2,000 of this report; more follow in the next document.";
    assert_eq!(said.last().expect("an end"), end);
    let next = first.header("link").strip_suffix("; rel=\"next\"").expect("a link");
    let next = next.trim_matches(['<', '>']).to_owned();
    let second = depot.print(&next, &link).await;
    let file = "inline; filename=\"report-from-2001.pdf\"";
    assert_eq!(second.header("content-disposition"), file);
    assert!(!second.headers.contains_key("link"));
    let said = lines(&second);
    assert_eq!((&*said[0], &*said[1]), ("Acme", "Report, from row 2,001 on"));
    assert_eq!(said.last().expect("an end"), "Row 2,001 of this report; no more follow.");
    assert!(!said.iter().any(|line| line == "Summary"), "the whole is summed up once");
    // A cursor is of its link, and of documents, alone.
    let stranger = depot.service.anonymous();
    let as_json = stranger.post(&next, json!({ "token": token(&link) })).await;
    as_json.expect_bad_field("cursor", "invalid_cursor");
    let other = depot.link(json!({})).await;
    depot.print(&next, &other).await.expect_bad_field("cursor", "invalid_cursor");
}

#[tokio::test]
async fn a_dead_link_prints_nothing() {
    let depot = Depot::new().await;
    let link = depot.link(json!({})).await;
    let links = depot.path("/report-links");
    depot.company.holder.delete(&format!("{links}/{}", text(&link["id"]))).await.expect(204);
    let answer = depot.printed(&link).await;
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    answer.expect_problem(404, "not_found");
    let ann = depot.service.sign_in(&depot.ann.email).await;
    let own = ann.post(MINE, json!({ "name": "For the insurer" })).await.expect(201);
    ann.delete(&format!("{MINE}/{}", text(&own["id"]))).await.expect(204);
    depot.printed(&own).await.expect_problem(404, "not_found");
}
