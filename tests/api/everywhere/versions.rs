//! `If-Match`: whatever has a version is changed and deleted at the version that the caller saw, or
//! not at all.

use std::collections::BTreeSet;

use http::Method;
use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::{Caller, Service, service::Company, standing::text};

/// Something that has a version, and the changes of it.
struct Thing {
    changes: Vec<(&'static str, Method, String, Option<Value>)>,
}

/// One thing of every kind, with every change of it that heeds `If-Match`.
async fn things(service: &Service, company: &Company) -> Vec<Thing> {
    let (holder, path) = (&company.holder, &company.path);
    let ann = service.member(company, Role::Driver, Some("Ann")).await;
    let ben = service.member(company, Role::Admin, Some("Ben")).await;
    let group = service.group(company, "North").await;
    let manager = service.invite_manager(company, "m@example.com", Scope::Company).await;
    let route = service.route(company, 24, 1).await;
    company.put_on(&route, &ann).await.expect(200);
    let session = json!({
        "title": "Skid pan", "place": "Hall 3",
        "starts_at": service.in_days(1), "ends_at": service.in_days(2),
    });
    let session = holder.post(&format!("{path}/sessions"), session).await.expect(201);
    let course = service.course().await;
    let whole = json!({
        "title": "New", "summary": "", "modules": [{ "title": "One" }], "active": true,
    });
    let text_of = format!("{path}/settings/emails/invitation");
    let own = holder.get(&text_of).await.expect(200);
    let own = json!({ "subject": "Welcome", "body": own["body"] });
    holder.put(&text_of, own.clone()).await.expect(200);
    let at = |rest: String| format!("{path}{rest}");
    let (put, patch, delete) = (Method::PUT, Method::PATCH, Method::DELETE);
    let user = at(format!("/users/{}", ann.user));
    let admin = at(format!("/admins/{}", ann.user));
    let route_at = at(format!("/routes/{}", text(&route["id"])));
    let on_it = format!("{route_at}/drivers/{}", ann.user);
    let session_at = at(format!("/sessions/{}", text(&session["id"])));
    let group_at = at(format!("/groups/{group}"));
    let manager_at = at(format!("/managers/{}", text(&manager["id"])));
    let client = service.company("Client").await;
    service.invite_firm(&client, company).await;
    let client_at = company.client(&client);
    let plan = format!("/v1/operator/accounts/{}", company.id);
    let name = || Some(json!({ "name": "Other" }));
    vec![
        Thing {
            changes: vec![
                (
                    "update_manager",
                    patch.clone(),
                    manager_at.clone(),
                    Some(json!({ "scope": { "kind": "groups", "group_ids": [group] } })),
                ),
                ("remove_manager", delete.clone(), manager_at, None),
            ],
        },
        Thing {
            changes: vec![
                ("accept_client", Method::POST, format!("{client_at}/accept"), None),
                (
                    "label_client",
                    put.clone(),
                    format!("{client_at}/labels"),
                    Some(json!({ "labels": ["North"] })),
                ),
                (
                    "send_people",
                    put.clone(),
                    format!("{client_at}/people"),
                    Some(json!({ "person_ids": [] })),
                ),
                ("end_client", delete.clone(), client_at, None),
            ],
        },
        Thing {
            changes: vec![
                ("rename_group", patch.clone(), group_at.clone(), name()),
                ("delete_group", delete.clone(), group_at, None),
            ],
        },
        Thing {
            changes: vec![
                ("update_route", patch.clone(), route_at.clone(), name()),
                ("unassign_driver", delete.clone(), on_it.clone(), None),
                ("assign_driver", put.clone(), on_it, None),
                ("delete_route", delete.clone(), route_at, None),
            ],
        },
        Thing {
            changes: vec![
                ("update_user", patch.clone(), user.clone(), name()),
                ("appoint_admin", put.clone(), admin.clone(), None),
                ("dismiss_admin", delete.clone(), at(format!("/admins/{}", ben.user)), None),
                ("remove_user", delete.clone(), user, None),
            ],
        },
        Thing {
            changes: vec![
                (
                    "update_training_session",
                    patch.clone(),
                    session_at.clone(),
                    Some(json!({ "title": "Other" })),
                ),
                ("cancel_training_session", delete.clone(), session_at, None),
            ],
        },
        Thing {
            changes: vec![
                ("set_mail_text", put.clone(), text_of.clone(), Some(own)),
                ("reset_mail_text", delete, text_of, None),
            ],
        },
        Thing {
            changes: vec![(
                "replace_course",
                put.clone(),
                format!("/v1/operator/courses/{}", text(&course["id"])),
                Some(whole),
            )],
        },
        Thing {
            changes: vec![
                (
                    "close_account",
                    Method::DELETE,
                    path.clone(),
                    Some(json!({ "name": "Haulage Ltd" })),
                ),
                ("update_account", patch, path.clone(), name()),
                ("set_account_plan", put, plan, Some(json!({ "seat_limit": 50 }))),
                (
                    "hand_over_account",
                    Method::POST,
                    at("/holder".into()),
                    Some(json!({ "user_id": ben.user })),
                ),
            ],
        },
    ]
}

async fn change(
    caller: &Caller,
    tags: &str,
    (_, method, path, body): &(&str, Method, String, Option<Value>),
) -> u16 {
    caller.with_header("if-match", tags).send(method.clone(), path, body.clone()).await.status
}

#[tokio::test]
async fn a_change_of_an_older_version_is_refused_wherever_there_are_versions() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    service.seats(&company, 20).await;
    let operator = service.operator().await;
    let things = things(&service, &company).await;
    let mut tried = BTreeSet::new();
    for asked in things.iter().flat_map(|thing| &thing.changes) {
        let caller = if asked.2.starts_with("/v1/operator") { &operator } else { &company.holder };
        for stale in ["\"999\"", "W/\"1\"", "\"998\", \"999\"", "\"x\""] {
            // What is so already is not changed.
            if asked.0 == "assign_driver" {
                company.holder.delete(&asked.2).await;
            }
            assert_eq!(change(caller, stale, asked).await, 412, "{} {stale}", asked.0);
        }
        assert_eq!(change(caller, "999", asked).await, 422, "{}", asked.0);
        tried.insert(asked.0);
    }
    for asked in things.iter().flat_map(|thing| &thing.changes) {
        match asked.0 {
            // One admin is left to hand over to.
            "dismiss_admin" => continue,
            // It would be all that is changed.
            "close_account" => continue,
            "unassign_driver" => drop(company.holder.put(&asked.2, json!({})).await.expect(200)),
            _ => {}
        }
        let caller = if asked.2.starts_with("/v1/operator") { &operator } else { &company.holder };
        let status = change(caller, "*", asked).await;
        assert!((200..300).contains(&status), "{}: {status}", asked.0);
    }
    let all = functions::routes::all().into_iter().filter(|route| route.versioned);
    assert_eq!(tried, all.map(|route| route.name).collect());
}

#[tokio::test]
async fn of_a_list_of_tags_one_has_to_be_the_version() {
    let service = Service::start().await;
    let company = service.company("Haulage Ltd").await;
    let tag = company.holder.get(&company.path).await.header("etag").to_owned();
    let name = |name: &str| json!({ "name": name });
    let named = company.holder.with_header("if-match", &format!("\"77\", {tag}"));
    let renamed = named.patch(&company.path, name("Other Ltd")).await;
    assert_eq!(renamed.status, 200, "{}", renamed.text);
    named.patch(&company.path, name("Third Ltd")).await.expect_problem(412, "stale_version");
}
