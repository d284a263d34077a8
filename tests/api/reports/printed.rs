//! The report made for printing.

use serde_json::json;
use shared::domain::Scope;
use tests::{
    Answer, Caller,
    pdf::Document,
    standing::{text, time},
};

use super::Fleet;

const HEADS: [&str; 9] = [
    "Name",
    "Address",
    "Course",
    "Status",
    "Progress",
    "Score",
    "Due",
    "Last activity",
    "Valid until",
];

/// A document as it is read.
struct Printed {
    /// The lines of each page.
    pages: Vec<Vec<String>>,
    /// Where it goes on.
    next: Option<String>,
}

impl Printed {
    #[track_caller]
    fn of(answer: &Answer) -> Self {
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let link = answer.header("link").strip_suffix("; rel=\"next\"");
        let document = Document::read(&answer.bytes);
        let pages = document.lines_by_page();
        assert_eq!(pages.len(), document.pages());
        Self { pages, next: link.map(|link| link.trim_matches(['<', '>']).to_owned()) }
    }

    fn lines(&self) -> Vec<&str> {
        self.pages.iter().flatten().map(String::as_str).collect()
    }

    fn says(&self, line: &str) -> bool {
        self.lines().contains(&line)
    }

    /// What it is made of, in words.
    fn filters(&self) -> &str {
        &self.pages[0][3]
    }

    /// The summary in a sentence, if it is there.
    fn summary(&self) -> Option<&str> {
        let lines = self.lines();
        let at = lines.iter().position(|line| *line == "Summary")?;
        Some(lines[at + 1])
    }

    /// The rows of texts that each take one line.
    fn rows(&self) -> Vec<Vec<&str>> {
        let after_heads = |page: &Vec<String>| {
            let at = page.windows(HEADS.len()).position(|some| some == HEADS)?;
            Some(at + HEADS.len())
        };
        let rows = self.pages.iter().filter_map(|page| Some(&page[after_heads(page)?..]));
        let rows = rows.flat_map(|lines| lines.chunks_exact(HEADS.len()));
        rows.map(|row| row.iter().map(String::as_str).collect()).collect()
    }

    fn names(&self) -> Vec<&str> {
        self.rows().into_iter().map(|row| row[0]).collect()
    }

    /// What it says last.
    fn end(&self) -> &str {
        self.pages.last().and_then(|page| page.last()).expect("an end")
    }
}

fn on_paper(caller: &Caller) -> Caller {
    caller.with_header("accept", "application/pdf")
}

impl Fleet {
    async fn printed_by(&self, caller: &Caller, query: &str) -> Answer {
        self.service.settle().await;
        on_paper(caller).get(&self.path(&format!("/reports{query}"))).await
    }

    async fn printed(&self, query: &str) -> Printed {
        Printed::of(&self.printed_by(&self.company.holder, query).await)
    }
}

/// A fleet of Ann, Bob and Cid, all enrolled in the first course, Ann in the second too.
async fn fleet() -> Fleet {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    for (driver, course) in [(0, 0), (1, 0), (2, 0), (0, 1)] {
        fleet.enrol(driver, course).await;
    }
    fleet
}

#[tokio::test]
async fn a_summary_with_figures_stands_before_the_rows() {
    let fleet = Fleet::of(&["Ann Lee", "Bob Ray"]).await;
    let mut window = fleet.service.open_window();
    window.due_at = Some("2126-12-03T09:30:00Z".parse().expect("a time"));
    let (ann, winter) = (&fleet.drivers[0], &fleet.courses[0]);
    fleet.service.enrol(&fleet.company, ann, winter, window).await;
    let begun = fleet.enrol(1, 1).await;
    fleet.complete(&fleet.sign_in(1).await, &begun, 1, &[90.0]).await;
    let rows = fleet.rows("").await;
    let active = time(&rows[1]["last_activity_at"]).to_zoned(jiff::tz::TimeZone::UTC);
    let active = active.strftime("%-d %b %Y, %H:%M").to_string();
    let answer = fleet.printed_by(&fleet.company.holder, "").await;
    assert_eq!(answer.header("content-disposition"), "inline; filename=\"report.pdf\"");
    let printed = Printed::of(&answer);
    let lines = printed.lines();
    assert!(lines[2].starts_with("Made on "), "{}", lines[2]);
    assert!(lines[2].ends_with(" UTC. All times are of this zone."), "{}", lines[2]);
    let (ann, bob) = (ann.email.as_str(), fleet.drivers[1].email.as_str());
    let due = "3 Dec 2126, 09:30";
    let head = ["Acme", "Report", lines[2], "All drivers and courses", "Page 1 of 1"];
    let ann = ["Ann Lee", ann, "Winter driving", "Not started", "0%", "–", due, "–", "–"];
    let bob = ["Bob Ray", bob, "Eco driving", "In progress", "33%", "90", "–", &active, "–"];
    let expected: Vec<&[&str]> = vec![
        &head,
        &["Summary", "2 active drivers, 2 enrolments, 0 completed (0%)."],
        &["Status", "Enrolments", "Share", "Scheduled", "0", "0%", "Not started", "1", "50%"],
        &["In progress", "1", "50%", "Completed", "0", "0%", "Overdue", "0", "0%"],
        &["Expired", "0", "0%", "Course", "Enrolments", "Scheduled", "Not started"],
        &["In progress", "Completed", "Overdue", "Expired", "Mean score"],
        &["Winter driving", "1", "0", "1", "0", "0", "0", "0", "–"],
        &["Eco driving", "1", "0", "0", "1", "0", "0", "0", "90"],
        &["Drivers by course"],
        &HEADS,
        &ann,
        &bob,
        &["2 rows, the whole report."],
    ];
    assert_eq!(lines, expected.concat());
    // A4, across; tagged, with tables, and in a language.
    let document = Document::read(&answer.bytes);
    for said in [
        "/MediaBox[0 0 841.89 595.28]",
        "/S/H1",
        "/S/H2",
        "/S/Table",
        "/S/THead",
        "/Scope/Column",
        "/S/TD",
        "/Lang(en)",
        "/Marked true",
    ] {
        assert!(document.says(said), "{said}");
    }
}

#[tokio::test]
async fn many_rows_go_over_pages_each_of_which_has_heads_and_its_number() {
    let fleet = Fleet::of(&[]).await;
    let window = fleet.service.open_window();
    for driver in fleet.service.members(&fleet.company, 90).await {
        fleet.service.enrol(&fleet.company, &driver, &fleet.courses[0], window).await;
    }
    let (rows, printed) = (fleet.rows("").await, fleet.printed("").await);
    let pages = printed.pages.len();
    assert!((4..8).contains(&pages), "{pages}");
    for (number, page) in printed.pages.iter().enumerate() {
        assert_eq!((&*page[0], &*page[1]), ("Acme", "Report"));
        assert_eq!(page[4], format!("Page {} of {pages}", number + 1));
        assert!(page.windows(HEADS.len()).any(|some| some == HEADS), "{page:?}");
    }
    let listed: Vec<_> = rows.iter().map(|row| text(&row["user"]["email"])).collect();
    let shown: Vec<_> = printed.rows().into_iter().map(|row| row[1]).collect();
    assert_eq!(shown, listed);
    assert_eq!(printed.end(), "90 rows, the whole report.");
}

#[tokio::test]
async fn a_document_says_that_more_follow_and_links_to_the_next() {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid", "Dan", "Eve"]).await;
    for driver in 0..5 {
        fleet.enrol(driver, 0).await;
    }
    fleet.service.settle().await;
    let (mut path, mut shown) = (fleet.path("/reports?limit=2"), vec![]);
    for (name, title, summary, end) in [
        ("report", "Report", true, "Rows 1 to 2 of this report; more follow in the next document."),
        (
            "report-from-3",
            "Report, from row 3 on",
            false,
            "Rows 3 to 4 of this report; more follow in the next document.",
        ),
        ("report-from-5", "Report, from row 5 on", false, "Row 5 of this report; no more follow."),
    ] {
        let answer = on_paper(&fleet.company.holder).get(&path).await;
        let file = format!("inline; filename=\"{name}.pdf\"");
        assert_eq!(answer.header("content-disposition"), file);
        let printed = Printed::of(&answer);
        assert_eq!((&*printed.pages[0][1], printed.end()), (title, end));
        // The whole is summed up once.
        let whole = "5 active drivers, 5 enrolments, 0 completed (0%).";
        assert_eq!(printed.summary(), summary.then_some(whole));
        shown.extend(printed.names().into_iter().map(str::to_owned));
        path = printed.next.unwrap_or_default();
    }
    assert_eq!(path, "");
    let rows = fleet.rows("").await;
    assert_eq!(shown, super::names(&rows));
}

#[tokio::test]
async fn filters_hold_are_named_and_what_they_leave_is_summed_up() {
    let fleet = fleet().await;
    let begun = fleet.enrol(1, 1).await;
    fleet.complete(&fleet.sign_in(1).await, &begun, 1, &[80.0]).await;
    let members = [&fleet.drivers[0], &fleet.drivers[1]];
    let group = fleet.service.group_of(&fleet.company, "North", &members).await;
    let eco = text(&fleet.courses[1]["id"]);
    for (query, filters, names, summary) in [
        (
            format!("?course={eco}"),
            "Course: Eco driving",
            vec!["Ann", "Bob"],
            "2 enrolments, 0 completed (0%).",
        ),
        (
            format!("?group={group}"),
            "Group: North (2 members)",
            vec!["Ann", "Ann", "Bob", "Bob"],
            "2 active drivers, 4 enrolments, 0 completed (0%).",
        ),
        (
            format!("?group={group}&course={eco}&status=in_progress"),
            "Course: Eco driving · Group: North (2 members) · Status: In progress",
            vec!["Bob"],
            "Of 1 row of this document: 0 completed (0%).",
        ),
        (
            "?q=ci".to_owned(),
            "Name or address with a word that begins: ci",
            vec!["Cid"],
            "Of 1 row of this document: 0 completed (0%).",
        ),
        (
            "?validity=expiring".to_owned(),
            "Validity: Expiring",
            vec![],
            "Of 0 rows of this document: 0 completed (0%).",
        ),
    ] {
        let printed = fleet.printed(&query).await;
        assert_eq!((printed.filters(), printed.summary()), (filters, Some(summary)));
        let mut shown = printed.names();
        shown.sort_unstable();
        assert_eq!(shown, names, "{query}");
    }
    assert_eq!(fleet.printed("?validity=expiring").await.end(), "No rows.");
    let printed = fleet.printed("?status=in_progress").await;
    let figures = ["Eco driving", "1", "0", "0", "1", "0", "0", "0", "80"];
    assert!(printed.lines().windows(9).any(|some| some == figures), "{:?}", printed.pages);
}

#[tokio::test]
async fn with_a_filter_of_rows_each_document_sums_up_its_own() {
    let fleet = fleet().await;
    fleet.service.settle().await;
    let first = fleet.printed("?status=not_started&limit=3").await;
    assert_eq!(first.summary(), Some("Of 3 rows of this document: 0 completed (0%)."));
    let next = on_paper(&fleet.company.holder).get(&first.next.expect("more")).await;
    let next = Printed::of(&next);
    assert_eq!(next.summary(), Some("Of 1 row of this document: 0 completed (0%)."));
    assert_eq!(next.names(), ["Ann"]);
}

#[tokio::test]
async fn a_manager_prints_what_they_look_after_and_sees_nothing_of_others() {
    let fleet = fleet().await;
    let (ann, bob) = (&fleet.drivers[0], &fleet.drivers[1]);
    let north = fleet.service.group_of(&fleet.company, "North", &[ann, bob]).await;
    let south = fleet.service.group_of(&fleet.company, "South", &[&fleet.drivers[2]]).await;
    let of_group = Scope::Groups { group_ids: [north].into() };
    let of_group = fleet.service.manager(&fleet.company, of_group).await;
    let of_drivers = Scope::Drivers { user_ids: [ann.user, bob.user].into() };
    let of_drivers = fleet.service.manager(&fleet.company, of_drivers).await;
    for manager in [&of_group, &of_drivers] {
        let printed = Printed::of(&fleet.printed_by(manager, "").await);
        assert_eq!(printed.filters(), "Only drivers whom the reader looks after");
        let summary = "2 active drivers, 3 enrolments, 0 completed (0%).";
        assert_eq!(printed.summary(), Some(summary));
        assert_eq!(printed.names(), ["Ann", "Ann", "Bob"]);
        assert!(!printed.says("Cid") && !printed.says(&fleet.drivers[2].email));
        let other = fleet.printed_by(manager, &format!("?group={south}")).await;
        other.expect_bad_field("group", "not_found");
    }
    let stranger = fleet.service.company("Other").await.holder;
    fleet.printed_by(&stranger, "").await.expect_problem(404, "not_found");
    fleet.printed_by(&fleet.sign_in(0).await, "").await.expect_problem(403, "forbidden");
    let program = fleet.service.program(&fleet.company, &["users"]).await;
    fleet.printed_by(&program, "").await.expect_problem(403, "forbidden");
    let program = fleet.service.program(&fleet.company, &["reports"]).await;
    assert_eq!(Printed::of(&fleet.printed_by(&program, "").await).rows().len(), 4);
}

#[tokio::test]
async fn the_same_rows_are_the_same_to_the_byte_within_a_minute() {
    let fleet = fleet().await;
    loop {
        let holder = &fleet.company.holder;
        let (one, other) = (fleet.printed_by(holder, "").await, fleet.printed_by(holder, "").await);
        if Printed::of(&one).pages[0][2] == Printed::of(&other).pages[0][2] {
            assert!(one.bytes == other.bytes);
            return;
        }
    }
}

#[tokio::test]
async fn times_are_in_the_readers_zone_and_a_day_is_that_day_everywhere() {
    let fleet = Fleet::of(&["Ann", "Bob"]).await;
    let (holder, course) = (&fleet.company.holder, &fleet.courses[0]);
    let zone = json!({ "time_zone": "America/New_York" });
    holder.patch(&fleet.company.path, zone).await.expect(200);
    fleet.company.buy(course, 2).await;
    for (driver, (due, at)) in
        [("due_on", "2126-12-03"), ("due_at", "2126-12-03T20:30:00Z")].into_iter().enumerate()
    {
        let body = json!({
            "course_id": course["id"], "user_ids": [fleet.drivers[driver].user], due: at,
        });
        fleet.company.assign(body).await;
    }
    let dues = async |caller: &Caller| {
        let printed = Printed::of(&fleet.printed_by(caller, "").await);
        let mut dues: Vec<_> =
            printed.rows().into_iter().map(|row| format!("{}: {}", row[0], row[6])).collect();
        dues.sort_unstable();
        (printed.pages[0][2].clone(), dues)
    };
    let (made, seen) = dues(holder).await;
    assert!(made.ends_with(" (America/New_York). All times are of this zone."), "{made}");
    assert_eq!(seen, ["Ann: 3 Dec 2126", "Bob: 3 Dec 2126, 15:30"]);
    holder.patch("/v1/me", json!({ "time_zone": "Asia/Tokyo" })).await.expect(200);
    let (made, seen) = dues(holder).await;
    assert!(made.ends_with(" (Asia/Tokyo). All times are of this zone."), "{made}");
    assert_eq!(seen, ["Ann: 3 Dec 2126", "Bob: 4 Dec 2126, 05:30"]);
    // A program has no zone of its own.
    let program = fleet.service.program(&fleet.company, &["reports"]).await;
    let (made, _) = dues(&program).await;
    assert!(made.ends_with(" (America/New_York). All times are of this zone."), "{made}");
}

#[tokio::test]
async fn whatever_a_name_is_it_is_in_its_cell_and_what_is_too_long_is_cut() {
    let wide = "W".repeat(200);
    let long = "Wilhelmina Alexandra Theodora van Oranje-Nassau ".repeat(4);
    let names = [&*wide, long.trim(), "山田太郎 💥", "יוסף כהן", "Ann (A) \\ <Lee> & \"Co\""];
    let fleet = Fleet::of(&names).await;
    for driver in 0..names.len() {
        fleet.enrol(driver, 0).await;
    }
    let printed = fleet.printed("").await;
    let lines = printed.lines();
    let cut = |begin: &str| {
        let at = lines.iter().position(|line| line.starts_with(begin)).expect("a name");
        assert!(lines[at + 2].ends_with('…') && !lines[at + 2].contains('@'), "{begin}");
        assert!(lines[at + 3].contains('@'), "three lines, then the address");
    };
    cut("WWW");
    cut("Wilhelmina Alexandra");
    assert!(printed.says("Ann (A) \\ <Lee> & \"Co\""), "{lines:?}");
    assert_eq!(printed.pages.len(), 1);
    assert_eq!(printed.end(), "5 rows, the whole report.");
}

#[tokio::test]
async fn bad_input_is_a_problem_and_a_cursor_is_of_one_kind_of_list() {
    let fleet = fleet().await;
    for (query, field, code) in [
        ("?course=crs_00000000000000000000000000", "course", "not_found"),
        ("?group=grp_00000000000000000000000000", "group", "not_found"),
        ("?status=done", "status", "unknown_value"),
        ("?validity=never", "validity", "unknown_value"),
        ("?q=", "q", "empty"),
        ("?limit=1000", "limit", "out_of_range"),
        ("?cursor=x", "cursor", "invalid_cursor"),
        ("?user=ann", "user", "unknown_field"),
    ] {
        fleet.printed_by(&fleet.company.holder, query).await.expect_bad_field(field, code);
    }
    let next = fleet.printed("?limit=1").await.next.expect("more");
    let as_json = fleet.company.holder.get(&next).await;
    as_json.expect_bad_field("cursor", "invalid_cursor");
    let listed = fleet.company.holder.get(&fleet.path("/reports?limit=1")).await.expect(200);
    let cursor = format!("?limit=1&cursor={}", text(&listed["next_cursor"]));
    let printed = fleet.printed_by(&fleet.company.holder, &cursor).await;
    printed.expect_bad_field("cursor", "invalid_cursor");
}

#[tokio::test]
async fn an_account_without_enrolments_prints_that() {
    let fleet = Fleet::of(&["Ann"]).await;
    let printed = fleet.printed("").await;
    assert_eq!(printed.summary(), Some("1 active driver, 0 enrolments, 0 completed (0%)."));
    assert_eq!((printed.rows().len(), printed.end()), (0, "No rows."));
    let summary = on_paper(&fleet.company.holder);
    let summary = summary.get(&fleet.path("/reports/summary")).await;
    summary.expect_problem(406, "not_acceptable");
}
