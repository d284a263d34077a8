//! Users, groups, managers, the texts of mails.

use http::Method;
use serde_json::json;
use shared::domain::{Role, Scope};
use tests::{Caller, service::Company, standing::invitation_token};

use super::walk::Walk;

impl Walk {
    pub async fn mail_texts(&mut self, holder: &Caller, emails: &str) {
        self.get("", holder, emails).await;
        let path = &format!("{emails}/invitation");
        let text = json!({ "subject": "Join us", "body": "Hello!\n\n{{ activation_link }}" });
        self.get("", holder, path).await;
        self.post("", holder, &format!("{path}/preview"), text.clone()).await;
        self.put("", holder, path, text).await;
        self.delete("", holder, path).await;
    }

    pub async fn switches(&mut self, holder: &Caller, company: &str, account: &str) {
        let path = &format!("{company}/settings/reminders");
        self.get("", holder, path).await;
        let weekly =
            json!({ "due": true, "overdue": true, "invitations": false, "digest": "weekly" });
        self.put("", holder, path, weekly.clone()).await;
        self.put("again", holder, path, weekly).await;
        let own = "/v1/me/mails";
        let mut wanted = json!({ "reminders": true, "digest": false, "notices": true });
        self.get("", holder, own).await;
        self.put("", holder, own, wanted.clone()).await;
        wanted["stopped_accounts"] = json!([account]);
        self.put("with an account", holder, own, wanted.clone()).await;
        self.get("with an account", holder, own).await;
        wanted["digest"] = json!(true);
        wanted["stopped_accounts"] = json!([]);
        self.put("everything again", holder, own, wanted).await;
    }

    pub async fn users(&mut self) {
        let company = self.service.company("Users Ltd").await;
        self.service.seats(&company, 3_000).await;
        let (holder, path) = (&company.holder, company.path.clone());
        let users = format!("{path}/users");
        let new = json!({ "email": "invited@example.com" });
        let user = self.post("new person", holder, &users, new).await;
        let known = json!({ "email": "driver@example.com" });
        self.post("account holder", holder, &users, known).await;
        let id = user["id"].as_str().unwrap().to_owned();
        let one = format!("{users}/{id}");
        self.post("", holder, &format!("{one}/invitation"), json!({})).await;
        let anonymous = self.service.anonymous();
        let token = json!({ "token": self.service.mailed_token("invited@example.com").await });
        self.post("user", &anonymous, "/v1/invitations/preview", token.clone()).await;
        let stop = json!({ "token": self.service.stop_token("invited@example.com").await });
        self.post("", &anonymous, "/v1/mails/stop", stop).await;
        self.post("", &anonymous, "/v1/activations", token).await;
        self.get("", holder, &one).await;
        self.get("", holder, &format!("{one}/activity")).await;
        let group = json!({ "name": "Users" });
        let group = holder.post(&format!("{path}/groups"), group).await.expect(201);
        self.patch("name", holder, &one, json!({ "name": "Ina" })).await;
        self.patch("joins a group", holder, &one, json!({ "group_ids": [group["id"]] })).await;
        let none = json!({ "group_ids": [] });
        self.patch("leaves a group", holder, &one, none).await;
        self.patch("joins a group", holder, &one, json!({ "group_ids": [group["id"]] })).await;
        let admin = format!("{path}/admins/{id}");
        self.put("", holder, &admin, json!({})).await;
        self.delete("", holder, &admin).await;
        for rows in [10, 100] {
            let row = |n: u32| json!({ "email": format!("row{rows}.{n}@example.com") });
            let body = json!({ "users": (0..rows).map(row).collect::<Vec<_>>() });
            let import = format!("{users}/import");
            self.post(&format!("{rows} new people"), holder, &import, body.clone()).await;
            self.post(&format!("{rows} who are there"), holder, &import, body).await;
        }
        let later = json!({ "email": "later@example.com", "invite": false });
        let later = self.post("only added", holder, &users, later).await;
        let later = format!("{users}/{}/invitation", later["id"].as_str().unwrap());
        self.post("who was added", holder, &later, json!({})).await;
        let later = later.trim_end_matches("/invitation");
        let email = json!({ "email": "newer@example.com" });
        self.patch("address", holder, later, email).await;
        let known = self.service.sign_in_by_mail("known.here@example.com").await;
        let email = json!({ "email": known.email });
        self.patch("address of somebody known", holder, later, email).await;
        let row = |n: u32| json!({ "email": format!("added{n}@example.com") });
        let body = json!({ "users": (0..100).map(row).collect::<Vec<_>>() });
        let (import, added) = (format!("{users}/import"), format!("{users}/import?invite=false"));
        self.post("100 only added", holder, &added, body.clone()).await;
        self.post("100 who were added", holder, &import, body).await;
        let known = json!({ "users": [{ "email": "holder@example.com" }] });
        self.post("a known person", holder, &format!("{users}/import"), known).await;
        for query in ["", "?status=active", "?status=invited&role=driver", "?q=in"] {
            self.get(&format!("of 215 {query}"), holder, &format!("{users}{query}")).await;
        }
        let of_group = format!("{users}?group={}", group["id"].as_str().unwrap());
        self.get("of a group", holder, &of_group).await;
        self.put("", holder, &admin, json!({})).await;
        let over = json!({ "user_id": id });
        self.post("", holder, &format!("{path}/holder"), over).await;
        let listed = holder.get(&format!("{users}?q=driver@")).await.expect(200);
        let other = listed["items"][0]["id"].as_str().unwrap();
        self.delete("", holder, &format!("{users}/{other}")).await;
        let listed = holder.get(&format!("{users}?role=holder")).await.expect(200);
        let held = format!("{users}/{}", listed["items"][0]["id"].as_str().unwrap());
        holder.get(&held).await.expect(200);
        holder.patch(&held, json!({ "name": "Hal" })).await.expect(200);
    }

    pub async fn groups(&mut self, company: &Company) {
        let (holder, groups) = (&company.holder, format!("{}/groups", company.path));
        let group = self.post("", holder, &groups, json!({ "name": "North" })).await;
        self.get("", holder, &groups).await;
        let path = format!("{groups}/{}", group["id"].as_str().unwrap());
        self.patch("", holder, &path, json!({ "name": "South" })).await;
        let mut users = vec![];
        for _ in 0..100 {
            users.push(self.service.member(company, Role::Driver, None).await.user);
        }
        let members = format!("{path}/members");
        self.post("one", holder, &members, json!({ "user_ids": [users[0]] })).await;
        self.delete("", holder, &format!("{members}/{}", users[0])).await;
        self.post("100", holder, &members, json!({ "user_ids": users })).await;
        let more = self.service.member(company, Role::Driver, None).await.user;
        self.post("one", holder, &members, json!({ "user_ids": [more] })).await;
        let south = group["id"].as_str().unwrap();
        let report = format!("{}/reports?group={south}", company.path);
        self.get("of a group of 101", holder, &report).await;
        let east = holder.post(&groups, json!({ "name": "East" })).await.expect(201);
        let east = east["id"].as_str().unwrap();
        let group_ids = [south, east].map(|id| id.parse().unwrap()).into();
        let manager = self.service.manager(company, Scope::Groups { group_ids }).await;
        self.get("manager of groups", &manager, &groups).await;
        let labels = format!("/v1/me/contexts/{}/labels", company.id);
        manager.put(&labels, json!({ "labels": ["South"] })).await.expect(200);
        let chosen = json!({ "account_id": company.id });
        manager.put("/v1/me/current-context", chosen).await.expect(200);
        let members = format!("{groups}/{east}/members");
        let body = json!({ "user_ids": [more] });
        self.post("one, manager of groups", &manager, &members, body).await;
        self.delete("with 101 members", holder, &path).await;
    }

    async fn invite_url(&mut self, holder: &Caller, managers: &str) {
        let own = "/v1/me/invite-url";
        let instructor = self.service.sign_in_by_mail("inviting@example.com").await;
        self.get("none", &instructor, own).await;
        let made = self.post("", &instructor, own, json!({})).await;
        self.get("", &instructor, own).await;
        let token = invitation_token(&made);
        self.post("", holder, "/v1/invite-urls/preview", json!({ "token": token })).await;
        let by_url = json!({ "invite_url": token, "scope": { "kind": "company" } });
        self.post("by invitation URL", holder, managers, by_url).await;
    }

    pub async fn managers(&mut self, company: &Company) {
        let (holder, managers) = (&company.holder, format!("{}/managers", company.path));
        let instructor = self.service.sign_in_by_mail("instructor@example.com").await;
        let invitation = json!({ "email": instructor.email, "scope": { "kind": "company" } });
        let invited = self.post("known person", holder, &managers, invitation.clone()).await;
        let path = format!("{managers}/{}", invited["id"].as_str().unwrap());
        self.post("", holder, &format!("{path}/invitation"), json!({})).await;
        let other = self.service.company("Holding Ltd").await.holder;
        let holding = json!({ "email": other.email, "scope": { "kind": "company" } });
        self.post("account holder", holder, &managers, holding).await;
        let token = json!({ "token": invitation_token(&invited) });
        let anonymous = self.service.anonymous();
        self.post("manager", &anonymous, "/v1/invitations/preview", token.clone()).await;
        self.post("", &instructor, "/v1/invitations/accept", token.clone()).await;
        self.post("again", &instructor, "/v1/invitations/accept", token).await;
        let report = holder.get(&format!("{}/reports", company.path)).await.expect(200);
        let scope = json!({ "kind": "drivers", "user_ids": [report["items"][0]["user"]["id"]] });
        self.patch("active", holder, &path, json!({ "scope": scope })).await;
        self.get("", holder, &managers).await;
        let context = format!("/v1/me/contexts/{}", company.id);
        self.put("", &instructor, &format!("{context}/labels"), json!({ "labels": ["North"] }))
            .await;
        self.get("of a scope", &instructor, "/v1/me/contexts").await;
        self.get("of a scope", &instructor, "/v1/me/reports/overview").await;
        self.get("", holder, "/v1/me/reports/overview").await;
        self.delete("as manager", &instructor, &context).await;
        let invited = holder.post(&managers, invitation.clone()).await.expect(201);
        let token = json!({ "token": invitation_token(&invited) });
        self.post("", &instructor, "/v1/invitations/decline", token).await;
        self.invite_url(holder, &managers).await;
        let new = json!({ "email": "new@example.com", "scope": scope });
        let invited = self.post("new person", holder, &managers, new).await;
        let path = format!("{managers}/{}", invited["id"].as_str().unwrap());
        self.patch("invited", holder, &path, json!({ "scope": { "kind": "company" } })).await;
        self.delete("invited", holder, &path).await;
        let invited = holder.post(&managers, invitation).await.expect(201);
        let token = json!({ "token": invitation_token(&invited) });
        instructor.post("/v1/invitations/accept", token).await.expect(200);
        let path = format!("{managers}/{}", invited["id"].as_str().unwrap());
        self.delete("active", holder, &path).await;
        self.own_invitations().await;
        let left = self.service.company("Left Ltd").await;
        let (driver, _) = self.service.joined(&left, "leaver@example.com").await;
        let context = format!("/v1/me/contexts/{}", left.id);
        self.delete("as user", &driver, &context).await;
        let known = json!({ "email": driver.email });
        self.post("known person", &left.holder, &format!("{}/users", left.path), known).await;
        self.service.invite_manager(&left, "new@example.com", Scope::Company).await;
        let (gone, _) = self.service.joined(&left, "gone@example.com").await;
        self.service
            .manage(&gone, &self.service.company("Looked After Ltd").await, Scope::Company)
            .await;
        let email = Some(json!({ "email": gone.email }));
        self.call("", &gone, Method::DELETE, "/v1/me", email).await;
        let alone = self.service.sign_in_by_mail("alone@example.com").await;
        let reseller = self.service.reseller("Codes for One").await;
        let (_, codes) = self.service.codes(&reseller, 1).await;
        alone.post("/v1/redemptions", json!({ "code": codes[0] })).await.expect(201);
        let email = Some(json!({ "email": alone.email }));
        self.call("with an account", &alone, Method::DELETE, "/v1/me", email).await;
        let name = Some(json!({ "name": "Left Ltd" }));
        self.call("company", &left.holder, Method::DELETE, &left.path, name).await;
    }

    async fn own_invitations(&mut self) {
        let company = self.service.company("Inviting Ltd").await;
        let holder = &company.holder;
        let (users, managers) =
            (format!("{}/users", company.path), format!("{}/managers", company.path));
        for (case, user) in [("as user", true), ("as manager", false)] {
            let ann = self
                .service
                .sign_in_by_mail(&format!("{}@example.com", case.replace(' ', ".")))
                .await;
            let one = format!("/v1/me/invitations/{}", company.id);
            for answer in ["decline", "accept"] {
                let body = match user {
                    true => json!({ "email": ann.email }),
                    false => json!({ "email": ann.email, "scope": { "kind": "company" } }),
                };
                let path = if user { &users } else { &managers };
                holder.post(path, body).await.expect(201);
                self.get(case, &ann, "/v1/me/invitations").await;
                self.get(&format!("invited {case}"), &ann, "/v1/me").await;
                self.post(case, &ann, &format!("{one}/{answer}"), json!({})).await;
            }
            self.post(&format!("{case}, again"), &ann, &format!("{one}/accept"), json!({})).await;
        }
    }
}
