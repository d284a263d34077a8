//! A company with something of every kind, those who belong to it, and those who do not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{
    domain::{GroupId, Role, Scope},
    http::Route,
    policy::{self, Right},
    table::api_key::KeyScope,
};
use tests::{
    Answer, Caller, Service,
    completing::complete,
    service::Company,
    standing::{Member, invitation_token, text},
};

/// What nobody from outside may read a byte of.
pub const EVERYTHING: &[&str] = &["Hidden", "hidden", "Shown", "shown"];
/// What no manager may read a byte of in whose scope it does not lie.
pub const OUTSIDE_THE_SCOPE: &[&str] = &["Hidden Driver", "hidden.driver", "Hidden Group"];

/// Every scope that a key can have.
const SCOPES: [(KeyScope, &str); 4] = [
    (KeyScope::Redemptions, "redemptions"),
    (KeyScope::Codes, "codes"),
    (KeyScope::Users, "users"),
    (KeyScope::Reports, "reports"),
];

/// A training session with this attendee.
fn training(user: &str) -> Value {
    json!({
        "title": "Hidden Driver's session", "place": "Hall 3", "user_ids": [user],
        "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
    })
}

/// A company, and another one.
pub struct World {
    pub service: Service,
    /// The company that outsiders try to look into.
    pub company: Company,
    /// The one that they are of.
    pub other: Company,
    shown: Member,
    shown_group: GroupId,
    /// By the placeholder in paths. Users and groups are those outside the managers' scopes.
    ids: BTreeMap<&'static str, String>,
    token: String,
}

impl World {
    pub async fn start() -> Self {
        let service = Service::start().await;
        let company = service.reseller("Hidden Haulage").await;
        service.seats(&company, 100).await;
        let other = service.company("Other").await;
        let course = service.course().await;
        let shown = service.member(&company, Role::Driver, Some("Shown Driver")).await;
        let hidden = service.invite(&company, "hidden.driver@example.com").await;
        let hidden_caller = service.activate("hidden.driver@example.com").await;
        let named = json!({ "name": "Hidden Driver" });
        let path = format!("{}/users/{}", company.path, text(&hidden["id"]));
        company.holder.patch(&path, named).await.expect(200);
        let shown_group = service.group(&company, "Shown Group").await;
        service.put_into_group(&company, &shown, shown_group, true).await;
        let group = service.group(&company, "Hidden Group").await;
        let members = format!("{}/groups/{group}/members", company.path);
        let member = json!({ "user_ids": [hidden["id"]] });
        company.holder.post(&members, member).await.expect(200);
        let hidden_member = Member {
            person: text(&hidden_caller.get("/v1/me").await.expect(200)["person"]["id"])
                .parse()
                .unwrap(),
            user: text(&hidden["id"]).parse().unwrap(),
            email: hidden_caller.email.clone(),
        };
        let mut enrolment = String::new();
        for who in [&shown, &hidden_member] {
            enrolment = service.enrol(&company, who, &course, service.open_window()).await;
        }
        let manual = service.course_of(1, Some(12)).await;
        let finished = service.licensed(&company, &hidden_member, &manual).await;
        complete(&hidden_caller, &finished, &manual).await.expect(200);
        let (batch, _) = service.batch(&company, 1).await;
        let orders = company.holder.list(&format!("{}/orders", company.path)).await;
        let key = json!({ "name": "Hidden key", "scopes": ["codes"] });
        let key = company.holder.post(&format!("{}/api-keys", company.path), key).await.expect(201);
        let invited = service.invite_manager(&company, "hidden@example.com", Scope::Company).await;
        let link = json!({ "name": "Hidden link", "user_id": hidden["id"] });
        let links = format!("{}/report-links", company.path);
        let link = company.holder.post(&links, link).await.expect(201);
        let training = training(text(&hidden["id"]));
        let sessions = format!("{}/sessions", company.path);
        let session = company.holder.post(&sessions, training).await.expect(201);
        let client = service.company("Client").await;
        service.becomes_client(&client, &company).await;
        let partner = service.company("Partner").await;
        service.share(&company, &partner, &[&hidden_member]).await;
        let route = service.route(&company, 24, 1).await;
        company.put_on(&route, &hidden_member).await.expect(200);
        service.settle().await;
        let sign_ins = company.holder.list("/v1/me/sign-ins").await;
        let records = hidden_caller.list("/v1/me/records").await;
        let ids = BTreeMap::from([
            ("account", company.id.clone()),
            ("code", "not_found".to_owned()),
            ("sign_in", text(&sign_ins[0]["id"]).to_owned()),
            ("batch", batch),
            ("course", text(&course["id"]).to_owned()),
            ("enrolment", enrolment),
            ("group", group.to_string()),
            ("key", text(&key["id"]).to_owned()),
            ("kind", "invitation".to_owned()),
            ("link", text(&link["id"]).to_owned()),
            ("manager", text(&invited["id"]).to_owned()),
            ("order", text(&orders[0]["id"]).to_owned()),
            ("other", other.id.clone()),
            ("client", client.id),
            ("person", hidden_member.person.to_string()),
            ("recipient", partner.id),
            ("record", text(&records[0]["id"]).to_owned()),
            ("route", text(&route["id"]).to_owned()),
            ("session", text(&session["id"]).to_owned()),
            ("user", text(&hidden["id"]).to_owned()),
        ]);
        let token = invitation_token(&invited).to_owned();
        Self { service, company, other, shown, shown_group, ids, token }
    }

    /// The path of a route, to what is there.
    pub fn path(&self, route: &Route) -> String {
        let parts = route.path.split('/').map(|part| {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            name.map_or(part, |name| {
                self.ids.get(name).unwrap_or_else(|| panic!("no {name} in this world"))
            })
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The path of a route, in an account that is not there.
    pub fn path_of_nothing(&self, route: &Route) -> String {
        self.path(route).replace(&self.company.id, "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV")
    }

    /// A body that names what is not the caller's, where the operation takes one that can.
    pub fn body(&self, operation: &str) -> Value {
        let (group, user) = (&self.ids["group"], &self.ids["user"]);
        match operation {
            "invite_user" => json!({ "email": "new@example.com", "group_ids": [group] }),
            "import_users" => {
                json!({ "users": [{ "email": "new@example.com", "groups": ["Hidden Group"] }] })
            }
            "assign_course" => json!({ "course_id": self.ids["course"], "user_ids": [user] }),
            "create_training_session" => training(user),
            "add_group_members" => json!({ "user_ids": [user] }),
            "update_user" => json!({ "name": "Changed" }),
            "label_context" => json!({ "labels": ["mine"] }),
            "request_address" | "forget_me" => json!({ "email": "newer@example.com" }),
            "confirm_address" => json!({
                "attempt": "att_01ARZ3NDEKTSV4RRFFQ69G5FAV", "code": "ABCD-EFGH",
            }),
            "set_current_context" => json!({ "account_id": self.company.id }),
            "set_my_mails" => json!({
                "reminders": true, "digest": true, "notices": true,
                "stopped_accounts": [self.company.id],
            }),
            "set_reminder_settings" => json!({
                "due": false, "overdue": false, "invitations": false, "digest": "off",
            }),
            "record_result" => {
                json!({ "module_id": user.replace("usr", "mod"), "completed": true })
            }
            "accept_invitation" | "decline_invitation" | "preview_invite_url" => {
                json!({ "token": self.token })
            }
            _ => json!({}),
        }
    }

    /// Those who are nobody to the company, and those who were somebody.
    pub async fn strangers(&self) -> Vec<(&'static str, Caller)> {
        let (service, company) = (&self.service, &self.company);
        let managers = format!("{}/managers", company.path);
        let removed_manager = service.manager(company, Scope::Company).await;
        let listed = company.holder.list(&managers).await;
        let manager = listed.iter().find(|one| one["email"] == removed_manager.email.as_str());
        let id = text(&manager.expect("a manager")["id"]).to_owned();
        company.holder.delete(&format!("{managers}/{id}")).await.expect(204);
        let left = service.manager(company, Scope::Company).await;
        left.delete(&format!("/v1/me/contexts/{}", company.id)).await.expect(204);
        let [elsewhere, ended] = self.firms_people().await;
        let (removed_user, path) = service.joined(company, "removed@example.com").await;
        company.holder.delete(&path).await.expect(204);
        service.invite(company, "invited@example.com").await;
        vec![
            ("another company's holder", self.other.holder.clone()),
            ("another company's program", self.other_program().await),
            ("another client's manager", service.manager(&self.other, Scope::Company).await),
            ("a person of no account", service.sign_in("nobody@example.com").await),
            ("the operator", service.operator().await),
            ("a removed manager", removed_manager),
            ("a manager who left", left),
            ("a firm's person of another client", elsewhere),
            ("a firm's person who was just ended", ended),
            ("a removed user", removed_user),
            ("somebody invited as user", service.sign_in("invited@example.com").await),
            ("somebody invited as manager", service.sign_in("hidden@example.com").await),
        ]
    }

    /// Two people of a firm that looks after the company and another client: one who was sent to the
    /// other client, and one whom the company has ended just now.
    async fn firms_people(&self) -> [Caller; 2] {
        let (service, company) = (&self.service, &self.company);
        let firm = service.company("Steer").await;
        let people = [
            service.manager(&firm, Scope::Company).await,
            service.manager(&firm, Scope::Company).await,
        ];
        let client = service.company("Leeds").await;
        service.becomes_client(&client, &firm).await;
        firm.send(&client, &[&people[0]]).await.expect(200);
        let manager = service.becomes_client(company, &firm).await;
        firm.send(company, &[&people[1]]).await.expect(200);
        people[1].get(&company.path).await.expect(200);
        let (manager, person) = (text(&manager["id"]), people[1].person_id().await);
        let sent = format!("{}/managers/{manager}/people/{person}", company.path);
        company.holder.delete(&sent).await.expect(204);
        people
    }

    /// Those who belong to the company, in the order of the rows.
    pub async fn insiders(&self) -> Vec<(&'static str, Caller)> {
        let (service, company) = (&self.service, &self.company);
        let admin = service.member(company, Role::Admin, None).await;
        let groups = Scope::Groups { group_ids: BTreeSet::from([self.shown_group]) };
        let drivers = Scope::Drivers { user_ids: BTreeSet::from([self.shown.user]) };
        vec![
            ("a driver", service.sign_in(&self.shown.email).await),
            ("an admin", service.sign_in(&admin.email).await),
            ("a manager of the company", service.manager(company, Scope::Company).await),
            ("a manager of other groups", service.manager(company, groups).await),
            ("a manager of other drivers", service.manager(company, drivers).await),
        ]
    }

    /// Somebody who has signed out.
    pub async fn dead(&self) -> Caller {
        let caller = self.service.sign_in("hidden.driver@example.com").await;
        caller.post("/v1/sign-out", json!({})).await.expect(204);
        caller
    }

    /// A program of the company whose key has every scope but what opens this right; none if any
    /// key opens it.
    pub async fn program_without(&self, right: Right) -> Option<Caller> {
        let closed = SCOPES.iter().filter(|(scope, _)| !policy::key_opens(right, &[*scope]));
        let names: Vec<_> = closed.map(|(_, name)| *name).collect();
        if names.is_empty() {
            None
        } else {
            Some(self.service.program(&self.company, &names).await)
        }
    }

    /// A program of the other company, whose key has every scope.
    pub async fn other_program(&self) -> Caller {
        self.service.program(&self.other, &SCOPES.map(|(_, name)| name)).await
    }

    /// Fails if an answer has any of these words.
    #[track_caller]
    pub fn gives_nothing_away(&self, case: &str, answer: &Answer, words: &[&str]) {
        for word in words {
            assert!(!answer.text.contains(word), "{case}: {word}: {}", answer.text);
        }
    }

    /// Fails if what was tried has changed something.
    pub async fn is_untouched(&self) {
        let (holder, path) = (&self.company.holder, &self.company.path);
        let user = holder.get(&format!("{path}/users/{}", self.ids["user"])).await.expect(200);
        assert_eq!((&user["name"], &user["role"]), (&json!("Hidden Driver"), &json!("driver")));
        assert_eq!(user["groups"][0]["name"], "Hidden Group");
        let managers = holder.list(&format!("{path}/managers")).await;
        assert!(managers.iter().any(|one| one["id"] == self.ids["manager"].as_str()));
        let keys = holder.list(&format!("{path}/api-keys")).await;
        assert!(keys.iter().any(|one| one["id"] == self.ids["key"].as_str()));
        let links = holder.list(&format!("{path}/report-links")).await;
        assert!(links.iter().any(|one| one["id"] == self.ids["link"].as_str()));
    }
}
