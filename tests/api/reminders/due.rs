use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::domain::Role;
use tests::{
    Service,
    completing::complete,
    service::Company,
    standing::{DAY, Member, text},
};

/// A driver with a course that is due in some days.
struct Ann {
    service: Service,
    company: Company,
    course: Value,
    member: Member,
    enrolment: Value,
}

impl Ann {
    async fn with_course_due_in(days: i64) -> Self {
        let service = Service::start().await;
        let company = service.company("Acme").await;
        let course = service.course().await;
        company.buy(&course, 5).await;
        let member = service.member(&company, Role::Driver, Some("Ann")).await;
        let mut ann = Self { service, company, course, member, enrolment: Value::Null };
        ann.enrolment = ann.assign(days).await;
        ann
    }

    async fn assign(&self, days: i64) -> Value {
        let due_at = self.now() + SignedDuration::from_hours(24 * days);
        let body = json!({
            "course_id": self.course["id"],
            "user_ids": [self.member.user.to_string()],
            "due_at": due_at,
        });
        self.company.assign(body).await.remove(0)["enrolment"].clone()
    }

    fn now(&self) -> Timestamp {
        self.service.stack().app().clock.now()
    }

    /// The subjects of the reminders that she has, oldest first.
    async fn reminders(&self) -> Vec<String> {
        let mails = self.service.mails(&self.member.email).await;
        let subjects = mails.iter().rev().map(|mail| text(&mail["subject"]).to_owned());
        subjects.filter(|one| one.starts_with("Due ") || one.starts_with("Overdue")).collect()
    }

    fn says(&self, news: &str) -> String {
        format!("{news}: {}", text(&self.course["title"]))
    }

    async fn set(&self, settings: Value) {
        let path = format!("{}/settings/reminders", self.company.path);
        let mut all = json!({ "due": true, "overdue": true, "invitations": true, "digest": "off" });
        all.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        self.company.holder.put(&path, all).await.expect(200);
    }
}

#[tokio::test]
async fn a_driver_is_reminded_a_week_and_a_day_before_a_course_is_due_and_once_after() {
    let ann = Ann::with_course_due_in(9).await;
    ann.service.remind().await;
    assert_eq!(ann.reminders().await, [""; 0]);
    ann.service.hours(49).await;
    assert_eq!(ann.reminders().await, [ann.says("Due in 7 days")]);
    ann.service.hours(24 * 6).await;
    assert_eq!(ann.reminders().await[1..], [ann.says("Due tomorrow")]);
    ann.service.hours(24).await;
    assert_eq!(ann.reminders().await[2..], [ann.says("Overdue")]);
    ann.service.hours(48).await;
    assert_eq!(ann.reminders().await.len(), 3);
    let mail = ann.service.mails(&ann.member.email).await.remove(0);
    let says = text(&mail["text"]);
    for part in ["Hello Ann,", "was due and is not completed", "/sign-in", "because of Acme"] {
        assert!(says.contains(part), "{part}: {says}");
    }
}

#[tokio::test]
async fn who_has_completed_the_course_or_lost_it_is_not_reminded() {
    let ann = Ann::with_course_due_in(8).await;
    let caller = ann.service.sign_in(&ann.member.email).await;
    complete(&caller, text(&ann.enrolment["id"]), &ann.course).await.expect(200);
    ann.service.hours(24 * 9).await;
    assert_eq!(ann.reminders().await, [""; 0]);
    let bob = Ann::with_course_due_in(8).await;
    bob.company.holder.delete(&bob.company.enrolment(&bob.enrolment)).await.expect(204);
    bob.service.hours(24 * 9).await;
    assert_eq!(bob.reminders().await, [""; 0]);
}

#[tokio::test]
async fn a_course_that_is_due_at_another_time_is_reminded_of_by_that() {
    let ann = Ann::with_course_due_in(8).await;
    ann.service.hours(26).await;
    assert_eq!(ann.reminders().await, [ann.says("Due in 7 days")]);
    ann.company.holder.delete(&ann.company.enrolment(&ann.enrolment)).await.expect(204);
    ann.assign(20).await;
    ann.service.hours(24 * 8).await;
    assert_eq!(ann.reminders().await.len(), 1);
    ann.service.hours(24 * 6).await;
    assert_eq!(ann.reminders().await[1..], [ann.says("Due in 7 days")]);
}

#[tokio::test]
async fn after_three_days_without_a_run_what_still_makes_sense_comes_once() {
    let ann = Ann::with_course_due_in(8).await;
    let late = ann.assign_other(9).await;
    ann.service.remind().await;
    // The week's moment of both passes, then the day's of neither.
    ann.service.advance(4 * DAY);
    ann.service.remind().await;
    ann.service.remind().await;
    assert_eq!(ann.reminders().await.len(), 2);
    // Of two that have passed for one the later comes, and of what is due by now that it was.
    ann.service.advance(4 * DAY + 3_600);
    ann.service.remind().await;
    let news = ann.reminders().await[2..].to_vec();
    assert_eq!(news.len(), 2, "{news:?}");
    assert!(news.contains(&ann.says("Overdue")), "{news:?}");
    assert!(news.contains(&format!("Due tomorrow: {late}")), "{news:?}");
}

impl Ann {
    /// Another course that is due in some days; its title.
    async fn assign_other(&self, days: i64) -> String {
        let courses = self.company.holder.list("/v1/courses").await;
        let other = courses.into_iter().find(|one| one["id"] != self.course["id"]).unwrap();
        self.company.buy(&other, 1).await;
        let due_at = self.now() + SignedDuration::from_hours(24 * days);
        let body = json!({
            "course_id": other["id"],
            "user_ids": [self.member.user.to_string()],
            "due_at": due_at,
        });
        assert_eq!(self.company.assign(body).await[0]["status"], "enrolled");
        text(&other["title"]).to_owned()
    }
}

#[tokio::test]
async fn an_account_switches_reminders_before_and_after_off_each() {
    let ann = Ann::with_course_due_in(8).await;
    ann.set(json!({ "due": false })).await;
    ann.service.hours(24 * 8 + 2).await;
    assert_eq!(ann.reminders().await, [ann.says("Overdue")]);
    let bob = Ann::with_course_due_in(8).await;
    bob.set(json!({ "overdue": false })).await;
    bob.service.hours(24 * 8 + 2).await;
    assert_eq!(bob.reminders().await.len(), 2);
}

#[tokio::test]
async fn a_person_who_wants_no_reminders_still_has_all_other_mails() {
    let ann = Ann::with_course_due_in(8).await;
    let caller = ann.service.sign_in(&ann.member.email).await;
    let wish = json!({ "reminders": false, "digest": true, "notices": true });
    caller.put("/v1/me/mails", wish).await.expect(200);
    ann.service.hours(26).await;
    assert_eq!(ann.reminders().await, [""; 0]);
    ann.assign_other(3).await;
    assert_eq!(ann.service.mails_beginning(&ann.member.email, "Your course").await.len(), 2);
}

#[tokio::test]
async fn an_account_words_its_reminders() {
    let ann = Ann::with_course_due_in(8).await;
    let words = json!({
        "subject": "Hurry, {{ user_name }}: {{ headline }}",
        "body": "{{ news }}\n\n{{ sign_in_link }}",
    });
    let path = format!("{}/settings/emails/course_reminder", ann.company.path);
    ann.company.holder.put(&path, words).await.expect(200);
    ann.service.hours(26).await;
    let hurry = ann.service.mails_beginning(&ann.member.email, "Hurry").await;
    assert_eq!(hurry[0]["subject"], "Hurry, Ann: Due in 7 days");
}

#[tokio::test]
async fn what_is_completed_while_the_reminder_waits_to_be_sent_is_not_reminded_of() {
    let ann = Ann::with_course_due_in(8).await;
    let caller = ann.service.sign_in(&ann.member.email).await;
    ann.service.settle().await;
    ann.service.stack().mail_queues().stop();
    ann.service.hours(26).await;
    ann.service.settle().await;
    complete(&caller, text(&ann.enrolment["id"]), &ann.course).await.expect(200);
    ann.service.stack().mail_queues().go_on();
    assert_eq!(ann.reminders().await, [""; 0]);
}
