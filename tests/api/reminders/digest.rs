use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Caller, Service,
    service::Company,
    standing::{DAY, text},
};

/// A company that wants a digest, with a course that is overdue for a driver of a group, one that was
/// completed and soon counts no longer, and two invitations of which one came back.
struct Waiting {
    service: Service,
    company: Company,
    group: Value,
}

impl Waiting {
    async fn new() -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        service.seats(&company, 20).await;
        let course = service.course_of(1, Some(1)).await;
        company.buy(&course, 5).await;
        let late = service.member(&company, Role::Driver, Some("Ann")).await;
        let done = service.member(&company, Role::Driver, Some("Bea")).await;
        let group = service.group_of(&company, "North", &[&late]).await;
        let body = json!({
            "course_id": course["id"], "user_ids": [late.user.to_string()],
            "due_at": service.in_days(1),
        });
        assert_eq!(company.assign(body).await[0]["status"], "enrolled");
        service.completes(&company, &done, &course).await;
        for address in ["new@example.com", "lost@example.com"] {
            service.invite(&company, address).await;
        }
        service.settle().await;
        let bounce = json!({ "to": "lost@example.com" });
        service.anonymous().post("/_local/bounce", bounce).await.expect(200);
        service.advance(2 * DAY);
        // A Monday that passed meanwhile is none of theirs.
        service.remind().await;
        set(&company, "weekly").await;
        Self { service, company, group: json!(group) }
    }

    /// Monday comes, and its sixth hour.
    async fn monday(&self) {
        self.service.hours(hours_until_monday(&self.service)).await;
    }

    async fn digests(&self, to: &str) -> Vec<Value> {
        digests(&self.service, to).await
    }
}

async fn digests(service: &Service, to: &str) -> Vec<Value> {
    service.mails_beginning(to, "Acme this week: ").await
}

async fn set(company: &Company, digest: &str) {
    let all = json!({ "due": true, "overdue": true, "invitations": true, "digest": digest });
    company.holder.put(&format!("{}/settings/reminders", company.path), all).await.expect(200);
}

/// Until after six on the next Monday whose five o'clock is still to come.
fn hours_until_monday(service: &Service) -> i64 {
    const WEEK: i64 = 7 * 24;
    // 1 January 1970 was a Thursday.
    let monday_at_five = 4 * 24 + 5;
    let begun = service.now().as_second() / 3_600;
    (monday_at_five - begun - 1).rem_euclid(WEEK) + 1 + 2
}

fn says(mail: &Value) -> Vec<&str> {
    let lines = text(&mail["text"]).lines();
    lines.filter(|line| line.starts_with("- ")).collect()
}

#[tokio::test]
async fn on_monday_each_who_looks_after_an_account_is_told_what_waits_of_what_they_see() {
    let waiting = Waiting::new().await;
    let Waiting { service, company, group } = &waiting;
    let admin = service.member(company, Role::Admin, Some("Eve")).await;
    let of_company = service.manager(company, Scope::Company).await;
    let scope = serde_json::from_value(json!({ "kind": "groups", "group_ids": [group] })).unwrap();
    let of_group = service.manager(company, scope).await;
    service.invite_manager(company, "soon@example.com", Scope::Company).await;
    waiting.monday().await;
    let all = [
        "- 1 course is overdue.",
        "- 1 completed course expires within 60 days.",
        "- 1 invitation could not be delivered.",
        "- 2 invitations wait for an answer.",
    ];
    for address in [&company.holder.email, &admin.email] {
        let mails = waiting.digests(address).await;
        assert_eq!(mails.len(), 1, "{address}");
        assert_eq!(mails[0]["subject"], "Acme this week: 1 overdue");
        assert_eq!(says(&mails[0]), all);
    }
    // Who is invited to look after it, its managers do not see.
    let users = ["- 1 invitation waits for an answer."];
    let mails = waiting.digests(&of_company.email).await;
    assert_eq!(says(&mails[0]), [&all[..3], &users].concat());
    let mails = waiting.digests(&of_group.email).await;
    assert_eq!(says(&mails[0]), all[..1]);
    assert!(text(&mails[0]["text"]).contains("because of Acme"), "it can be stopped");
    for nobody in ["soon@example.com", "new@example.com"] {
        assert_eq!(waiting.digests(nobody).await.len(), 0);
    }
    // Once a week.
    service.hours(5 * 24).await;
    assert_eq!(waiting.digests(&admin.email).await.len(), 1);
    service.hours(2 * 24).await;
    assert_eq!(waiting.digests(&admin.email).await.len(), 2);
}

#[tokio::test]
async fn those_whom_a_firm_sent_get_it_and_its_other_people_do_not() {
    let waiting = Waiting::new().await;
    let Waiting { service, company, .. } = &waiting;
    let firm = service.company("Steer").await;
    let sent: Caller = service.manager(&firm, Scope::Company).await;
    let other = service.manager(&firm, Scope::Company).await;
    service.becomes_client(company, &firm).await;
    firm.send(company, &[&sent]).await.expect(200);
    waiting.monday().await;
    assert_eq!(waiting.digests(&sent.email).await.len(), 1);
    assert_eq!(waiting.digests(&other.email).await.len(), 0);
    assert_eq!(waiting.digests(&firm.holder.email).await.len(), 0);
}

#[tokio::test]
async fn nobody_is_told_where_nothing_waits_or_no_digest_is_wanted() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    set(&company, "weekly").await;
    service.hours(hours_until_monday(&service)).await;
    assert_eq!(digests(&service, &company.holder.email).await.len(), 0);
    service.invite(&company, "new@example.com").await;
    service.settle().await;
    set(&company, "off").await;
    service.hours(7 * 24).await;
    assert_eq!(digests(&service, &company.holder.email).await.len(), 0);
    set(&company, "weekly").await;
    service.hours(7 * 24).await;
    assert_eq!(digests(&service, &company.holder.email).await.len(), 1);
}

#[tokio::test]
async fn who_wants_no_digests_gets_none() {
    let waiting = Waiting::new().await;
    let holder = &waiting.company.holder;
    let none =
        json!({ "reminders": true, "digest": false, "notices": true, "stopped_accounts": [] });
    holder.put("/v1/me/mails", none).await.expect(200);
    waiting.monday().await;
    assert_eq!(waiting.digests(&holder.email).await.len(), 0);
}

#[tokio::test]
async fn one_that_is_days_late_is_left_out() {
    let waiting = Waiting::new().await;
    let (service, holder) = (&waiting.service, &waiting.company.holder.email);
    service.advance(3_600 * (hours_until_monday(service) + 2 * 24));
    service.remind().await;
    assert_eq!(
        waiting.digests(holder).await.len(),
        1,
        "two days late, it still says how things stand"
    );
    service.advance(10 * DAY);
    service.remind().await;
    assert_eq!(waiting.digests(holder).await.len(), 1, "the week's is three days late");
}
