//! [U] What a company with employees is promised.

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{
    Service,
    calendar::Entry,
    service::Company,
    standing::{DAY, Member, text, time},
};

/// "This means you can add as many users as your Company account plan allows."
#[tokio::test]
async fn a_companys_plan_says_how_many_users_it_may_have() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let seats = async || company.holder.get(&company.path).await.expect(200)["seats"].clone();
    assert_eq!(seats().await, json!({ "limit": 5, "used": 1 }));
    let plan = format!("/v1/operator/accounts/{}", company.id);
    service.operator().await.put(&plan, json!({ "seat_limit": 250 })).await.expect(200);
    assert_eq!(seats().await, json!({ "limit": 250, "used": 1 }));
    service.seats(&company, 3).await;
    for name in ["ann", "bob"] {
        service.invite(&company, &format!("{name}@example.com")).await;
    }
    let one_more = json!({ "email": "cleo@example.com" });
    let answer = company.holder.post(&format!("{}/users", company.path), one_more).await;
    answer.expect_problem(409, "seat_limit_reached");
}

/// "In the Users section, you can see the list of the users you have added under your Company
/// account." and "… in which group they are added …"
#[tokio::test]
async fn the_users_that_were_added_are_listed_with_their_groups() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let group = json!({ "name": "Night shift" });
    let group = company.holder.post(&format!("{}/groups", company.path), group).await.expect(201);
    let users = format!("{}/users", company.path);
    for (name, groups) in [("ann", json!([group["id"]])), ("bob", json!([]))] {
        let body = json!({ "email": format!("{name}@example.com"), "group_ids": groups });
        company.holder.post(&users, body).await.expect(201);
    }
    let listed = company.holder.list(&format!("{users}?status=invited")).await;
    let listed: Vec<_> =
        listed.iter().map(|user| (text(&user["email"]), &user["groups"])).collect();
    let night = json!([{ "id": group["id"], "name": "Night shift" }]);
    assert_eq!(listed, [("ann@example.com", &night), ("bob@example.com", &json!([]))]);
}

/// "You can add a new user by simply adding him as a new user." and "You need to enter an email
/// address of a person you want to invite to your Company account."
#[tokio::test]
async fn an_address_is_all_it_takes_to_add_a_user() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let users = format!("{}/users", company.path);
    company.holder.post(&users, json!({})).await.expect_bad_field("email", "missing");
    let user = company.holder.post(&users, json!({ "email": "ann@example.com" })).await.expect(201);
    assert_eq!((&user["status"], &user["role"]), (&json!("invited"), &json!("driver")));
}

/// "After you are finished – you can send an invitation to your new user. This invite will come as
/// an email with an activation link to a user."
#[tokio::test]
async fn an_invitation_comes_as_a_mail_with_an_activation_link() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    service.invite(&company, "ann@example.com").await;
    let mails = service.mails("ann@example.com").await;
    assert_eq!(mails.len(), 1);
    assert!(text(&mails[0]["text"]).contains("http://127.0.0.1:3000/activate#"), "{}", mails[0]);
    assert!(text(&mails[0]["text"]).contains("Acme"));
}

/// "Send an invitation which will notify your new user to activate his account and connects to
/// your Company account"
#[tokio::test]
async fn who_activates_is_connected_to_the_company() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let (ann, _) = service.joined(&company, "ann@example.com").await;
    let contexts = ann.list("/v1/me/contexts").await;
    assert_eq!(contexts[0]["account"]["name"], "Acme");
    ann.get(&company.path).await.expect(200);
}

/// "Once he activates his account you will be notified."
#[tokio::test]
async fn whoever_invited_is_notified_of_the_activation() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    service.joined(&company, "ann@example.com").await;
    let told = service.mails(&company.holder.email).await;
    assert!(text(&told[0]["text"]).contains("ann@example.com"), "{}", told[0]);
}

/// "As well in the Users section of your Company account you see a list of all your employees and
/// their details"
#[tokio::test]
async fn the_list_of_users_has_their_details() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let body = json!({ "email": "ann@example.com", "name": "Ann", "phone": "+44 20 7946 0958" });
    company.holder.post(&format!("{}/users", company.path), body).await.expect(201);
    let user = &company.holder.list(&format!("{}/users?q=ann", company.path)).await[0];
    for (field, value) in [("name", "Ann"), ("phone", "+44 20 7946 0958"), ("status", "invited")] {
        assert_eq!(user[field], value);
    }
    assert_eq!(user["actions"], json!(["resend", "edit", "remove"]));
    assert_eq!(user["progress"], json!({ "assigned": 0, "completed": 0, "percent": 0 }));
}

/// "You can also see their last login date …"
#[tokio::test]
async fn a_users_last_sign_in_to_the_account_is_seen() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let path = format!("{}/users/{}/report", company.path, ann.user);
    let never = company.holder.get(&path).await.expect(200);
    assert_eq!(never["user"]["last_sign_in_at"], Value::Null);
    let (driver, before) = (service.sign_in(&ann.email).await, service.now());
    let body = json!({ "account_id": company.id });
    driver.put("/v1/me/current-context", body).await.expect(200);
    let now = company.holder.get(&path).await.expect(200);
    assert!(time(&now["user"]["last_sign_in_at"]) >= before);
}

/// "… and track down their progress and actions."
#[tokio::test]
async fn a_users_progress_is_tracked() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let course = service.course().await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let enrolment = service.enrol(&company, &ann, &course, service.open_window()).await;
    let driver = service.sign_in(&ann.email).await;
    for (module, percent) in [(0, 25), (1, 50), (2, 75), (3, 100)] {
        let module = &course["modules"][module]["id"];
        let path = format!("/v1/me/enrolments/{enrolment}/results");
        let result = json!({ "module_id": module, "completed": true });
        driver.post(&path, result).await.expect(200);
        let row = &company.holder.list(&format!("{}/reports", company.path)).await[0];
        assert_eq!(row["progress_percent"], percent);
    }
}

/// A company and a new user of it.
async fn company_with_a_user() -> (Service, Company, Member) {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    (service, company, ann)
}

async fn make_group(company: &Company, name: &str) -> Value {
    let path = format!("{}/groups", company.path);
    company.holder.post(&path, json!({ "name": name })).await.expect(201)
}

/// What became of a user who is put into a group.
async fn add(company: &Company, group: &Value, who: &Member) -> Value {
    let path = format!("{}/groups/{}/members", company.path, text(&group["id"]));
    let body = json!({ "user_ids": [who.user] });
    company.holder.post(&path, body).await.expect(200)["results"][0]["status"].clone()
}

/// "You can select in which of the Company account's User groups your user will be added."
#[tokio::test]
async fn a_user_is_added_to_the_group_that_is_selected() {
    let (_service, company, ann) = company_with_a_user().await;
    make_group(&company, "North").await;
    make_group(&company, "South").await;
    let groups = format!("{}/groups", company.path);
    let offered = company.holder.list(&groups).await;
    let names: Vec<_> = offered.iter().map(|group| text(&group["name"])).collect();
    assert_eq!(names, ["North", "South"]);
    assert_eq!(add(&company, &offered[1], &ann).await, "added");
    let counts = company.holder.list(&groups).await;
    let counts: Vec<_> = counts.iter().map(|group| &group["member_count"]).collect();
    assert_eq!(counts, [0, 1]);
}

/// "Of course, users can be added in multiple groups."
#[tokio::test]
async fn a_user_can_be_in_several_groups() {
    let (_service, company, ann) = company_with_a_user().await;
    for name in ["North", "South", "Night shift"] {
        let group = make_group(&company, name).await;
        assert_eq!(add(&company, &group, &ann).await, "added");
    }
    let groups = company.holder.list(&format!("{}/groups", company.path)).await;
    assert!(groups.iter().all(|group| group["member_count"] == 1), "{groups:?}");
}

/// "Don't worry, if you are not yet sure which group you will add your user, you can do this step
/// later."
#[tokio::test]
async fn a_user_without_a_group_is_added_to_one_later() {
    let (service, company, ann) = company_with_a_user().await;
    let group = make_group(&company, "North").await;
    service.advance(DAY);
    assert_eq!(add(&company, &group, &ann).await, "added");
}

/// "You can add or edit user groups to add your user in one or multiple groups"
#[tokio::test]
async fn groups_are_added_and_edited() {
    let (_service, company, ann) = company_with_a_user().await;
    let group = make_group(&company, "North").await;
    let path = format!("{}/groups/{}", company.path, text(&group["id"]));
    let renamed = company.holder.patch(&path, json!({ "name": "North and east" })).await;
    assert_eq!(renamed.expect(200)["name"], "North and east");
    assert_eq!(add(&company, &group, &ann).await, "added");
    company.holder.delete(&format!("{path}/members/{}", ann.user)).await.expect(204);
    company.holder.delete(&path).await.expect(204);
}

/// "If you want to edit a default invitation that we prepared for you …" and "You can edit an
/// invitation mail text as you like"
#[tokio::test]
async fn a_company_edits_the_text_of_its_invitations_as_it_likes() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let path = format!("{}/settings/emails/invitation", company.path);
    let prepared = company.holder.get(&path).await.expect(200);
    assert_eq!(prepared["is_default"], true);
    let text = json!({
        "subject": "{{ account_name }} wants you, {{ user_name }}!",
        "body": "Come and learn <with us>:\n{{ activation_link }}",
    });
    let shown = company.holder.post(&format!("{path}/preview"), text.clone()).await.expect(200);
    assert_eq!(shown["subject"], "Acme wants you, Mia Berg!");
    assert!(shown["html"].as_str().unwrap().contains("Come and learn &lt;with us&gt;:"));
    company.holder.put(&path, text.clone()).await.expect(200);
    let ann = json!({ "email": "ann@example.com", "name": "Ann" });
    company.holder.post(&format!("{}/users", company.path), ann).await.expect(201);
    let mail = &service.mails("ann@example.com").await[0];
    assert_eq!(mail["subject"], "Acme wants you, Ann!");
    let link = service.mailed_token("ann@example.com").await;
    let link = format!("http://127.0.0.1:3000/activate#{link}");
    let own = mail["text"].as_str().and_then(|text| text.split("\n\n-- \n").next());
    assert_eq!(own, Some(format!("Come and learn <with us>:\n{link}").as_str()));
    let reset = company.holder.delete(&path).await.expect(200);
    assert_eq!(reset["body"], prepared["body"]);
}

/// "… which will lead you directly to Notification settings where you can edit your default emails"
#[tokio::test]
async fn a_company_edits_all_its_default_emails() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let emails = format!("{}/settings/emails", company.path);
    let prepared = company.holder.list(&emails).await;
    assert!(prepared.iter().all(|email| email["is_default"] == true), "{prepared:?}");
    for email in &prepared {
        let own = json!({
            "subject": "News from {{ account_name }}",
            "body": format!("{}\nYours, Acme", text(&email["body"])),
        });
        company.holder.put(&format!("{emails}/{}", text(&email["kind"])), own).await.expect(200);
    }
    let edited = company.holder.list(&emails).await;
    assert_eq!(edited.len(), prepared.len());
    assert!(edited.iter().all(|email| email["is_default"] == false), "{edited:?}");
    service.invite_manager(&company, "manager@example.com", Scope::Company).await;
    let mail = &service.mails("manager@example.com").await[0];
    assert_eq!(mail["subject"], "News from Acme");
    assert!(text(&mail["text"]).contains("\nYours, Acme\n"), "{mail}");
}

/// "Now go and schedule some courses … for him."
#[tokio::test]
async fn courses_are_scheduled_for_a_user() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let courses = company.holder.list("/v1/courses").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let (starts, due) = (service.in_days(2).to_string(), service.in_days(9).to_string());
    for course in &courses[..2] {
        company.buy(course, 1).await;
        let body = json!({
            "course_id": course["id"], "user_ids": [ann.user], "starts_at": starts, "due_at": due,
        });
        company.holder.post(&format!("{}/enrolments", company.path), body).await.expect(200);
    }
    let scheduled = service.sign_in(&ann.email).await.list("/v1/me/enrolments").await;
    assert_eq!(scheduled.len(), 2);
    for enrolment in scheduled {
        assert_eq!(enrolment["status"], "scheduled");
        assert_eq!((&enrolment["starts_at"], &enrolment["due_at"]), (&json!(starts), &json!(due)));
    }
}

/// "Now go and schedule some courses and sessions for him."
#[tokio::test]
async fn sessions_are_scheduled_for_a_user_who_gets_them_into_the_calendar() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let ann = service.member(&company, Role::Driver, Some("Ann")).await;
    let session = json!({
        "title": "Skid pan", "place": "Hall 3", "user_ids": [ann.user],
        "starts_at": service.in_days(1), "ends_at": service.in_days(2),
    });
    let path = format!("{}/sessions", company.path);
    let made = company.holder.post(&path, session).await.expect(201);
    let entry = Entry::of(&service.mails(&ann.email).await[0]);
    assert_eq!((entry.method.as_str(), entry.title.as_str()), ("REQUEST", "Skid pan"));
    assert_eq!(entry.starts_at, time(&made["starts_at"]));
    let mine = service.sign_in(&ann.email).await.list("/v1/me/sessions").await;
    assert_eq!(text(&mine[0]["id"]), text(&made["id"]));
}
