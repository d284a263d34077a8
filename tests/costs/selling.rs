//! Courses, companies, orders, codes, reports.

use http::Method;
use serde_json::{Value, json};
use shared::table::keys;
use tests::{Caller, pdf::Document, service::Company};

use super::walk::Walk;

impl Walk {
    pub async fn courses(&mut self, operator: &Caller) -> Value {
        let body = json!({ "title": "Reversing", "summary": "", "modules": [{ "title": "One" }], "active": true });
        let course = self.post("", operator, "/v1/operator/courses", body.clone()).await;
        let path = format!("/v1/operator/courses/{}", course["id"].as_str().unwrap());
        let course = self.put("", operator, &path, body).await;
        self.get("", operator, "/v1/courses").await;
        self.get("", operator, &format!("/v1/courses/{}", course["id"].as_str().unwrap())).await;
        course
    }

    pub async fn company(&mut self, operator: &Caller) -> Company {
        let holder = self.sign_in("new person", "holder@example.com").await;
        let account = self.post("", &holder, "/v1/accounts", json!({ "name": "Acme" })).await;
        let id = account["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/accounts/{id}");
        let find = "/v1/accounts?name=acme";
        self.get("first in a minute", &holder, find).await;
        self.get("", &holder, find).await;
        self.get("", &holder, &path).await;
        self.patch("rename", &holder, &path, json!({ "name": "Acme Ltd" })).await;
        let zone = json!({ "time_zone": "Europe/Berlin" });
        self.patch("time zone", &holder, &path, zone.clone()).await;
        self.patch("time zone", &holder, "/v1/me", zone).await;
        let plan = format!("/v1/operator/accounts/{id}");
        self.reseller_request(operator, &holder, &path, &id).await;
        let reseller = json!({ "reseller": true, "seat_limit": 10 });
        self.put("asked to become a reseller", operator, &plan, reseller).await;
        self.put("", operator, &plan, json!({ "reseller": false })).await;
        self.put("becomes a reseller", operator, &plan, json!({ "reseller": true })).await;
        self.get("", operator, "/v1/operator/accounts?q=ac").await;
        let keys = format!("{path}/api-keys");
        let key =
            self.post("", &holder, &keys, json!({ "name": "Shop", "scopes": ["codes"] })).await;
        let program = holder.with_token(key["token"].as_str().unwrap());
        self.get("", &holder, &keys).await;
        let orders = format!("{path}/orders");
        self.call("by API key, first in an hour", &program, Method::GET, &orders, None).await;
        self.get("by API key", &program, &orders).await;
        self.delete("", &holder, &format!("{keys}/{}", key["id"].as_str().unwrap())).await;
        self.mail_texts(&holder, &format!("{path}/settings/emails")).await;
        Box::pin(self.switches(&holder, &path, &id)).await;
        self.get("", &holder, &format!("{path}/events")).await;
        let made = format!("{path}/events?action=account_created");
        self.get("by what was done", &holder, &made).await;
        let me = holder.get("/v1/me").await.expect(200);
        let mine = format!("{path}/events?actor={}", me["person"]["id"].as_str().unwrap());
        self.get("by who did it", &holder, &mine).await;
        Company { holder, id, path }
    }

    async fn reseller_request(&mut self, operator: &Caller, holder: &Caller, path: &str, id: &str) {
        let path = format!("{path}/reseller-request");
        let note = json!({ "note": "We teach in nine towns." });
        self.post("", holder, &path, note.clone()).await;
        self.post("another note", holder, &path, json!({})).await;
        self.service.lists_caught_up().await;
        self.get("", operator, "/v1/operator/requests").await;
        self.delete("", operator, &format!("/v1/operator/requests/{id}")).await;
        self.post("after a refusal", holder, &path, note).await;
    }

    pub async fn orders(&mut self, operator: &Caller, company: &Company, course: &Value) -> String {
        let (holder, orders) = (&company.holder, format!("{}/orders", company.path));
        let licences = json!({ "kind": "licences", "course_id": course["id"], "quantity": 5 });
        let order = self.post("licences", holder, &orders, licences).await;
        let codes = json!({
            "kind": "codes", "course_id": course["id"], "quantity": 1_000_000, "duration_days": 30,
        });
        let made = self.post("1,000,000 codes", holder, &orders, codes).await;
        self.get("", holder, &orders).await;
        let id = order["id"].as_str().unwrap();
        self.get("", holder, &format!("{orders}/{id}")).await;
        self.get("", holder, &format!("{}/licences", company.path)).await;
        self.get("", operator, "/v1/operator/health").await;
        self.get("", operator, "/v1/operator/orders?status=fulfilled").await;
        self.post("again", operator, &format!("/v1/operator/orders/{id}/fulfil"), json!({})).await;
        made["batch_id"].as_str().unwrap().to_owned()
    }

    pub async fn codes(&mut self, company: &Company, course: &Value, batch: &str) {
        let (holder, batches) = (&company.holder, format!("{}/code-batches", company.path));
        let path = format!("{batches}/{batch}");
        self.get("", holder, &batches).await;
        self.get("", holder, &path).await;
        let codes = self.get("page of 25", holder, &format!("{path}/codes")).await;
        let code = |place: usize| codes["items"][place]["code"].clone();
        let csv = holder.with_header("accept", "text/csv");
        self.call("CSV page of 10,000", &csv, Method::GET, &format!("{path}/codes"), None).await;
        let void = format!("{path}/void");
        self.post("one", holder, &void, json!({ "codes": [code(20)] })).await;
        self.get("voided", holder, &format!("{path}/codes?status=voided")).await;
        let to = |n: u32| json!({ "email": format!("sent{n}@example.com") });
        self.post("one", holder, &format!("{path}/send"), json!({ "recipients": [to(0)] })).await;
        let all: Vec<_> = (1..=100).map(to).collect();
        self.post("100", holder, &format!("{path}/send"), json!({ "recipients": all })).await;
        let redemptions = format!("{}/redemptions", company.path);
        let row = |place: usize| json!({ "code": code(place), "email": format!("for{place}@example.com") });
        self.post("one new driver", holder, &redemptions, json!({ "redemptions": [row(10)] }))
            .await;
        let rows: Vec<_> = (11..16).map(row).collect();
        self.post("5 new drivers", holder, &redemptions, json!({ "redemptions": rows })).await;
        let small = json!({
            "kind": "codes", "course_id": course["id"], "quantity": 10, "duration_days": 30,
        });
        let order = holder.post(&format!("{}/orders", company.path), small).await.expect(201);
        let path = format!("{batches}/{}", order["batch_id"].as_str().unwrap());
        self.post("all of 10", holder, &format!("{path}/void"), json!({ "all_unused": true }))
            .await;
    }

    pub async fn recounts(&mut self, operator: &Caller, company: &Company) {
        let path = format!("/v1/operator/accounts/{}/recount", company.id);
        self.post("nothing to mend", operator, &path, json!({})).await;
        let account = keys::account(company.id.parse().unwrap());
        self.service.spoil(&account, "seats_used", 50).await;
        self.post("seats mended", operator, &path, json!({})).await;
    }

    pub async fn people(&mut self, company: &Company, course: &Value, batch: &str) {
        let codes = format!("{}/code-batches/{batch}/codes", company.path);
        let codes = company.holder.get(&codes).await.expect(200);
        let code = |place: usize| json!({ "code": codes["items"][place]["code"] });
        let driver = self.sign_in("new person", "driver@example.com").await;
        self.post("new driver", &driver, "/v1/redemptions", code(0)).await;
        self.post("same again", &driver, "/v1/redemptions", code(0)).await;
        self.post("extends", &driver, "/v1/redemptions", code(1)).await;
        let holder = &company.holder;
        self.post("account holder", holder, "/v1/redemptions", code(2)).await;
        self.patch("holder of a company", holder, "/v1/me", json!({ "name": "Hal" })).await;
        self.get("", &driver, "/v1/me").await;
        self.patch("holder of an own account", &driver, "/v1/me", json!({ "name": "Dora" })).await;
        let contexts = self.get("", &driver, "/v1/me/contexts").await;
        let account = &contexts["items"][0]["account"];
        let current = json!({ "account_id": account["id"] });
        self.put("", &driver, "/v1/me/current-context", current).await;
        self.get("with a current context", &driver, "/v1/me").await;
        self.get("with a current one", &driver, "/v1/me/contexts").await;
        let company_name = json!({ "name": "Dora's Driving", "kind": "company" });
        let path = format!("/v1/accounts/{}", account["id"].as_str().unwrap());
        self.patch("becomes a company", &driver, &path, company_name).await;
        let enrolments = self.get("", holder, "/v1/me/enrolments").await;
        let enrolment = enrolments["items"][0]["id"].as_str().unwrap();
        let results = format!("/v1/me/enrolments/{enrolment}/results");
        let result =
            json!({ "module_id": course["modules"][0]["id"], "completed": true, "score": 80 });
        self.post("completes the course", holder, &results, result.clone()).await;
        self.post("", holder, &results, result).await;
        self.records(holder, &company.path, course).await;
        self.post("takes it again", holder, "/v1/redemptions", code(24)).await;
        self.post("", &driver, "/v1/sign-out", json!({})).await;
    }

    async fn certificates(&mut self, holder: &Caller, path: &str, record: &str) {
        let own = format!("/v1/me/records/{record}/certificate");
        let of_account = format!("{path}/records/{record}/certificate");
        self.get("", holder, &own).await;
        self.get("again", holder, &of_account).await;
        let answer = self.call("again", holder, Method::GET, &own, None).await;
        let url = Document::read(&answer.bytes).url();
        let code = json!({ "code": url.split_once('#').unwrap().1 });
        let anonymous = self.service.anonymous();
        self.post("", &anonymous, "/v1/certificates/check", code).await;
    }

    async fn records(&mut self, holder: &Caller, path: &str, course: &Value) {
        self.service.lists_caught_up().await;
        let own = self.get("", holder, "/v1/me/records").await;
        self.certificates(holder, path, own["items"][0]["id"].as_str().unwrap()).await;
        let records = format!("{path}/records");
        let all = self.get("", holder, &records).await;
        let csv = holder.with_header("accept", "text/csv");
        self.call("CSV", &csv, Method::GET, &records, None).await;
        let (course, user) = (course["id"].as_str().unwrap(), &all["items"][0]["user_id"]);
        for (case, filter) in [
            ("of a course", format!("course={course}")),
            ("of a status", "status=valid".to_owned()),
            ("of a user", format!("user={}", user.as_str().unwrap())),
            ("of a text", "q=ho".to_owned()),
        ] {
            self.get(case, holder, &format!("{records}?{filter}")).await;
        }
    }

    pub async fn reports(&mut self, company: &Company) {
        let (holder, reports) = (&company.holder, format!("{}/reports", company.path));
        let report = self.get("", holder, &reports).await;
        let csv = holder.with_header("accept", "text/csv");
        self.call("CSV", &csv, Method::GET, &reports, None).await;
        let pdf = holder.with_header("accept", "application/pdf");
        self.call("PDF", &pdf, Method::GET, &reports, None).await;
        self.get("", holder, &format!("{reports}/summary")).await;
        let user = report["items"][0]["user"]["id"].as_str().unwrap();
        self.get("", holder, &format!("{}/users/{user}/report", company.path)).await;
        Box::pin(self.report_links(company, user)).await;
    }

    async fn report_links(&mut self, company: &Company, user: &str) {
        let holder = &company.holder;
        let (links, groups) =
            (format!("{}/report-links", company.path), format!("{}/groups", company.path));
        let group = holder.post(&groups, json!({ "name": "Night" })).await.expect(201);
        let link = self.post("", holder, &links, json!({ "name": "Insurer" })).await;
        let of_user = json!({ "name": "Insurer", "user_id": user });
        let of_user = self.post("of a user", holder, &links, of_user).await;
        let of_group = json!({ "name": "Insurer", "group_id": group["id"] });
        let of_group = self.post("of a group", holder, &links, of_group).await;
        self.get("", holder, &links).await;
        let mine = "/v1/me/report-links";
        let own = self.post("", holder, mine, json!({ "name": "Next employer" })).await;
        self.get("", holder, mine).await;
        let other = holder.post(mine, json!({ "name": "Insurer" })).await.expect(201);
        let anonymous = self.service.anonymous();
        let open = "/v1/reports/open";
        for (case, link) in
            [("", &link), ("of a user", &of_user), ("of a group", &of_group), ("own", &own)]
        {
            let token = link["url"].as_str().unwrap().split_once('#').unwrap().1;
            self.post(case, &anonymous, open, json!({ "token": token })).await;
        }
        let pdf = anonymous.with_header("accept", "application/pdf");
        for (case, link) in [("PDF", &link), ("own as PDF", &own)] {
            let token = link["url"].as_str().unwrap().split_once('#').unwrap().1;
            let body = json!({ "token": token });
            self.call(case, &pdf, Method::POST, open, Some(body)).await;
        }
        self.delete("", holder, &format!("{links}/{}", link["id"].as_str().unwrap())).await;
        self.delete("", holder, &format!("{mine}/{}", other["id"].as_str().unwrap())).await;
        holder.delete(&format!("{groups}/{}", group["id"].as_str().unwrap())).await.expect(204);
    }
}
