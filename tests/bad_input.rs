//! Bad input: every field of every operation wrong in every way gets a clear answer that names it,
//! and nothing ever gets a 5xx.

mod extremes;
mod texts;

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};
use tests::{Caller, Service, declared::DOCUMENT, service::OPERATOR};

/// Somebody who may call everything, and things of theirs to call it on.
struct World {
    service: Service,
    caller: Caller,
    ids: BTreeMap<&'static str, String>,
    course: Value,
    code: String,
    document: Value,
}

impl World {
    async fn start() -> Self {
        let service = Service::start().await;
        let caller = service.sign_in(OPERATOR).await;
        let account =
            caller.post("/v1/accounts", json!({ "name": "Everything" })).await.expect(201);
        let account = text(&account["id"]);
        let plan = format!("/v1/operator/accounts/{account}");
        caller.put(&plan, json!({ "reseller": true })).await.expect(200);
        let course = service.course().await;
        let order = json!({
            "kind": "codes", "course_id": course["id"], "quantity": 1_000, "duration_days": 30,
        });
        let path = format!("/v1/accounts/{account}");
        let order = caller.post(&format!("{path}/orders"), order).await.expect(201);
        let batch = text(&order["batch_id"]);
        let codes = caller.get(&format!("{path}/code-batches/{batch}/codes")).await.expect(200);
        let code = text(&codes["items"][0]["code"]);
        let opened = caller.post("/v1/redemptions", json!({ "code": code })).await.expect(201);
        let key = json!({ "name": "Shop", "scopes": ["codes"] });
        let key = caller.post(&format!("{path}/api-keys"), key).await.expect(201);
        let link = json!({ "name": "Insurer" });
        let link = caller.post(&format!("{path}/report-links"), link).await.expect(201);
        let group = json!({ "name": "Night shift" });
        let group = caller.post(&format!("{path}/groups"), group).await.expect(201);
        let manager = json!({ "email": "manager@example.com", "scope": { "kind": "company" } });
        let manager = caller.post(&format!("{path}/managers"), manager).await.expect(201);
        let member = service.sign_in("partner@example.com").await;
        let partner = member.post("/v1/accounts", json!({ "name": "Partner" })).await.expect(201);
        let invited = json!({ "firm_id": account, "scope": { "kind": "company" } });
        let managers = format!("/v1/accounts/{}/managers", text(&partner["id"]));
        member.post(&managers, invited).await.expect(201);
        let own = member.get("/v1/me").await.expect(200);
        let route = json!({
            "name": "Route", "starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-01-01T09:00:00Z",
        });
        let route = caller.post(&format!("{path}/routes"), route).await.expect(201);
        service.settle().await;
        let report = caller.get(&format!("{path}/reports")).await.expect(200);
        let session = json!({
            "title": "Skid pan", "place": "Hall 3",
            "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
        });
        let session = caller.post(&format!("{path}/sessions"), session).await.expect(201);
        let ids = BTreeMap::from([
            ("account", account),
            ("batch", batch),
            ("course", text(&course["id"])),
            ("enrolment", text(&opened["enrolment"]["id"])),
            ("group", text(&group["id"])),
            ("key", text(&key["id"])),
            ("kind", "invitation".into()),
            ("link", text(&link["id"])),
            ("manager", text(&manager["id"])),
            ("order", text(&order["id"])),
            ("session", text(&session["id"])),
            ("code", "not_found".into()),
            ("sign_in", "sin_01ARZ3NDEKTSV4RRFFQ69G5FAV".into()),
            ("other", text(&partner["id"])),
            ("client", text(&partner["id"])),
            ("person", text(&own["person"]["id"])),
            ("recipient", text(&partner["id"])),
            ("record", "rec_01ARZ3NDEKTSV4RRFFQ69G5FAV".into()),
            ("route", text(&route["id"])),
            ("user", text(&report["items"][0]["user"]["id"])),
        ]);
        let code = text(&codes["items"][1]["code"]);
        let document = with_whole_bodies(DOCUMENT.clone());
        Self { service, caller, ids, course, code, document }
    }

    fn path(&self, pattern: &str) -> String {
        let parts = pattern.split('/').map(|part| {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            name.map_or(part, |name| self.ids[name].as_str())
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// A scope whose parts are right, though not together.
    fn scope(&self) -> Value {
        let group = "grp_01ARZ3NDEKTSV4RRFFQ69G5FAV";
        json!({ "kind": "groups", "group_ids": [group], "user_ids": [self.ids["user"]] })
    }

    /// A body that is right, for each operation that takes one.
    fn right_body(&self, operation: &str) -> Value {
        let course = &self.course["id"];
        match operation {
            "request_sign_in" => json!({ "email": "somebody@example.com" }),
            "confirm_sign_in" => {
                json!({ "attempt": "att_x", "code": "ABCD-EFGH", "token": "x" })
            }
            "update_me" => json!({
                "name": "Ann", "phone": "+44 20 7946 0958", "time_zone": "Europe/Berlin",
            }),
            "request_address" | "forget_me" => json!({ "email": "newer@example.com" }),
            "confirm_address" => json!({ "attempt": "att_x", "code": "ABCD-EFGH" }),
            "set_current_context" => json!({ "account_id": self.ids["account"] }),
            "set_my_mails" => json!({
                "reminders": true, "digest": false, "notices": true,
                "stopped_accounts": [self.ids["account"]],
            }),
            "record_result" => json!({
                "module_id": self.course["modules"][0]["id"], "completed": true, "score": 50,
                "occurred_at": "2026-01-01T00:00:00Z",
            }),
            // It is not that of the account, which others are called with.
            "create_account" => json!({ "name": "Another", "time_zone": "Europe/Berlin" }),
            "close_account" => json!({ "name": "Another" }),
            "update_account" => {
                json!({ "name": "Everything", "kind": "company", "time_zone": "Europe/Berlin" })
            }
            "create_api_key" => json!({
                "name": "Shop", "scopes": ["codes"], "expires_at": "2126-01-01T00:00:00Z",
                "replaces": self.ids["key"],
            }),
            "create_report_link" => json!({
                "name": "Insurer", "group_id": self.ids["group"], "user_id": self.ids["user"],
                "course_id": course, "expires_at": "2126-01-01T00:00:00Z",
            }),
            "create_my_report_link" => json!({
                "name": "Insurer", "course_id": course, "expires_at": "2126-01-01T00:00:00Z",
            }),
            "open_report" => json!({ "token": "x", "cursor": "x" }),
            "invite_user" => json!({
                "email": "user@example.com", "name": "U", "phone": "112",
                "group_ids": [self.ids["group"]], "invite": true,
            }),
            "import_users" => json!({ "users": [{
                "email": "user@example.com", "name": "U", "phone": "112", "groups": ["North"],
            }] }),
            "update_user" => json!({
                "name": "U", "phone": "112", "group_ids": [self.ids["group"]],
                "email": "user@example.com",
            }),
            "hand_over_account" => json!({ "user_id": self.ids["user"] }),
            "preview_invitation" => json!({ "token": "x" }),
            "activate_invitation" => json!({ "token": "x", "name": "U" }),
            "create_group" => json!({ "name": "Day shift" }),
            "rename_group" => json!({ "name": "Night shift" }),
            "add_group_members" => json!({ "user_ids": [self.ids["user"]] }),
            "set_mail_text" | "preview_mail_text" => {
                json!({ "subject": "Join", "body": "{{ activation_link }}" })
            }
            "set_reminder_settings" => json!({
                "due": true, "overdue": false, "invitations": true, "digest": "weekly",
            }),
            "create_course" | "replace_course" => json!({
                "title": "T", "summary": "S", "active": true, "valid_months": 12,
                "modules": [{ "id": self.course["modules"][0]["id"], "title": "M" }],
            }),
            "set_account_plan" => {
                json!({ "seat_limit": 5, "reseller": true, "mail_limit": 100 })
            }
            "request_reseller_status" => json!({ "note": "We teach in nine towns." }),
            "check_certificate" => json!({ "code": self.code }),
            "stop_mails" => json!({ "token": "x", "all": true }),
            "create_order" => json!({
                "kind": "codes", "course_id": course, "quantity": 1, "duration_days": 30, "label": "L",
            }),
            "assign_course" => json!({
                "course_id": course, "user_ids": [self.ids["user"]],
                "group_ids": [self.ids["group"]],
                "starts_at": "2126-01-01T00:00:00Z", "due_at": "2126-02-01T00:00:00Z",
                "due_on": "2126-02-01",
            }),
            "void_codes" => json!({ "codes": [self.code], "all_unused": true }),
            "send_codes" => json!({ "recipients": [{ "email": "to@example.com", "name": "To" }] }),
            "share_drivers" => json!({ "driver_ids": [self.ids["user"]], "all": true }),
            "create_route" | "update_route" => json!({
                "name": "Route", "note": "N",
                "starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-01-01T09:00:00Z",
            }),
            "redeem_code" => json!({ "code": self.code }),
            "redeem_for_drivers" => json!({
                "redemptions": [{ "code": self.code, "email": "to@example.com", "name": "To" }],
            }),
            "create_training_session" | "update_training_session" => json!({
                "title": "Skid pan", "course_id": course, "place": "Hall 3",
                "starts_at": "2126-01-01T09:00:00Z", "ends_at": "2126-01-01T10:00:00Z",
                "user_ids": [self.ids["user"]], "group_ids": ["grp_01ARZ3NDEKTSV4RRFFQ69G5FAV"],
            }),
            "label_client" | "label_context" => json!({ "labels": ["North"] }),
            "invite_manager" => json!({
                "email": "another@example.com", "invite_url": "x", "scope": self.scope(),
                "firm_id": self.ids["other"],
            }),
            "send_people" => json!({ "person_ids": [self.ids["person"]] }),
            "update_manager" => json!({ "scope": self.scope() }),
            "accept_invitation" | "decline_invitation" | "preview_invite_url" => {
                json!({ "token": "x" })
            }
            other => panic!("{other} takes a body: add a right one here"),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// An operation as the API's document has it.
struct Operation {
    name: String,
    method: Method,
    path: String,
    body: Option<Value>,
    query: Vec<String>,
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = vec![];
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().unwrap().iter();
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            all.push(Operation {
                name: text(&operation["operationId"]),
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                body: (!body.is_null()).then(|| body.clone()),
                query: parameters
                    .filter(|one| one["in"] == "query")
                    .map(|one| text(&one["name"]))
                    .collect(),
            });
        }
    }
    // While the account has the name that nobody gives.
    all.sort_by_key(|operation: &Operation| operation.name != "close_account");
    all
}

/// The document with every field of an either/or in one object: of any way of it, one may be wrong.
fn with_whole_bodies(mut document: Value) -> Value {
    let schemas = document["components"]["schemas"].as_object().unwrap().clone();
    for (name, schema) in schemas {
        let Some(ways) = schema["oneOf"].as_array() else { continue };
        let ways: Vec<_> = ways.iter().map(|way| resolve(&document, way).clone()).collect();
        document["components"]["schemas"][name] = whole(&ways);
    }
    document
}

fn whole(ways: &[Value]) -> Value {
    let mut fields = serde_json::Map::new();
    let everywhere = |name: &str, part: &str| ways.iter().all(|way| has(&way[part], name));
    for (name, field) in ways.iter().flat_map(|way| way["properties"].as_object().unwrap()) {
        let field = match everywhere(name, "properties") {
            true => field.clone(),
            false => json!({ "anyOf": [field, { "type": "null" }] }),
        };
        fields.insert(name.clone(), field);
    }
    let required: Vec<_> = fields.keys().filter(|name| everywhere(name, "required")).collect();
    json!({ "type": "object", "required": required, "properties": fields })
}

fn has(named: &Value, name: &str) -> bool {
    match named {
        Value::Array(all) => all.iter().any(|one| one == name),
        named => named.get(name).is_some(),
    }
}

/// A field of a body: where it stands, how the API names it, and what JSON types it may have.
struct Field {
    pointer: String,
    name: String,
    types: Vec<String>,
    required: bool,
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => resolve(document, document.pointer(&reference[1..]).unwrap()),
        None => schema,
    }
}

/// The JSON types that a schema takes.
fn types(document: &Value, schema: &Value) -> Vec<String> {
    let schema = resolve(document, schema);
    let any = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(any) = any {
        return any.iter().flat_map(|one| types(document, one)).collect();
    }
    match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().map(text).collect(),
        _ if schema["const"].is_string() || schema["enum"].is_array() => vec!["string".into()],
        _ => vec![],
    }
}

fn fields(document: &Value, schema: &Value, pointer: &str, name: &str, found: &mut Vec<Field>) {
    let schema = resolve(document, schema);
    for (key, value) in schema["properties"].as_object().into_iter().flatten() {
        let required =
            schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == key));
        let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        let pointer = format!("{pointer}/{key}");
        let types = types(document, value);
        found.push(Field { pointer: pointer.clone(), name: name.clone(), types, required });
        fields(document, value, &pointer, &name, found);
    }
    let any = schema["anyOf"].as_array().into_iter().flatten();
    any.for_each(|one| fields(document, one, pointer, name, found));
    if schema["items"].is_object() {
        let (pointer, name) = (format!("{pointer}/0"), format!("{name}[0]"));
        let types = types(document, &schema["items"]);
        found.push(Field { pointer: pointer.clone(), name: name.clone(), types, required: false });
        fields(document, &schema["items"], &pointer, &name, found);
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Values that are wrong somewhere.
fn values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(18_446_744_073_709_551_615_u64),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("x".repeat(20_000)),
        json!("\u{0}\r\nBcc: a@b.example"),
        json!("{{7*7}}<script>"),
        json!("\u{202e}💥"),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!(vec![0; 2_000]),
    ]
}

#[tokio::test]
async fn every_field_of_every_body_that_is_wrong_is_named() {
    let world = World::start().await;
    for operation in operations(&world.document) {
        let Some(schema) = &operation.body else { continue };
        let right = world.right_body(&operation.name);
        let path = world.path(&operation.path);
        let mut all = vec![];
        fields(&world.document, schema, "", "", &mut all);
        assert!(!all.is_empty(), "{}", operation.name);
        for field in &all {
            for value in values() {
                let mut body = right.clone();
                *body.pointer_mut(&field.pointer).unwrap_or_else(|| {
                    panic!("{}: no {} in the right body", operation.name, field.pointer)
                }) = value.clone();
                let answer = world.caller.send(operation.method.clone(), &path, Some(body)).await;
                let case =
                    format!("{} {} = {value:.80}: {}", operation.name, field.name, answer.text);
                assert!(answer.status < 500, "{case}");
                let whole = kind(&value) == "integer" && field.types.contains(&"number".to_owned());
                if !whole && !field.types.iter().any(|one| one == kind(&value)) {
                    assert_eq!((answer.status, answer.code()), (422, "invalid_input"), "{case}");
                    let errors = answer.body["errors"].as_array().unwrap();
                    assert!(
                        errors.iter().any(|error| text(&error["field"]).starts_with(&field.name)),
                        "{case}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_missing_field_and_an_unknown_one_are_named() {
    let world = World::start().await;
    for operation in operations(&world.document) {
        let Some(schema) = &operation.body else { continue };
        let right = world.right_body(&operation.name);
        let path = world.path(&operation.path);
        let mut unknown = right.clone();
        unknown["surprise"] = json!(1);
        let answer = world.caller.send(operation.method.clone(), &path, Some(unknown)).await;
        answer.expect_bad_field("surprise", "unknown_field");
        let mut all = vec![];
        fields(&world.document, schema, "", "", &mut all);
        for field in all.iter().filter(|field| field.required) {
            let mut body = right.clone();
            let (parent, key) = field.pointer.rsplit_once('/').unwrap();
            body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
            let answer = world.caller.send(operation.method.clone(), &path, Some(body)).await;
            answer.expect_bad_field(&field.name, "missing");
        }
    }
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_everywhere() {
    let world = World::start().await;
    for operation in operations(&world.document).iter().filter(|operation| operation.body.is_some())
    {
        let path = world.path(&operation.path);
        let typed = world.caller.with_header("content-type", "application/json");
        for body in ["{", "nonsense", "{\"a\":", "\u{feff}{}", &"[".repeat(10_000)] {
            let answer = typed.send_raw(operation.method.clone(), &path, body.to_owned()).await;
            answer.expect_problem(400, "malformed_request");
        }
        for body in ["null", "[]", "1", "\"x\""] {
            let answer = typed.send_raw(operation.method.clone(), &path, body.to_owned()).await;
            answer.expect_problem(422, "invalid_input");
        }
        let xml = world.caller.with_header("content-type", "text/xml");
        let answer = xml.send_raw(operation.method.clone(), &path, "<a/>".to_owned()).await;
        answer.expect_problem(415, "unsupported_media_type");
        let large = format!("{{\"x\":\"{}\"}}", "y".repeat(1_000_001));
        let answer = typed.send_raw(operation.method.clone(), &path, large).await;
        answer.expect_problem(413, "payload_too_large");
    }
}

#[tokio::test]
async fn a_malformed_or_foreign_identifier_in_a_path_is_not_found() {
    let world = World::start().await;
    let absent = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for operation in operations(&world.document) {
        for (name, right) in &world.ids {
            let placeholder = format!("{{{name}}}");
            if !operation.path.contains(&placeholder) {
                continue;
            }
            let prefix = &right[..4];
            let lower = right.to_lowercase();
            let unknown = format!("{prefix}{absent}");
            let wrong = ["x", "%00", "..%2f..", "per_01ARZ3NDEKTSV4RRFFQ69G5FAV", &lower, &unknown];
            // An error code is in lower case.
            for wrong in wrong.into_iter().filter(|wrong| *wrong != right.as_str()) {
                let path = world.path(&operation.path.replace(&placeholder, wrong));
                let body = operation.body.as_ref().map(|_| world.right_body(&operation.name));
                // These bodies are right in their parts only, never as a whole.
                let body = body.map(|mut body| {
                    if operation.name == "void_codes" {
                        body.as_object_mut().unwrap().remove("all_unused");
                    }
                    if operation.name == "share_drivers" {
                        body.as_object_mut().unwrap().remove("driver_ids");
                    }
                    if operation.name == "replace_course" {
                        body["modules"][0].as_object_mut().unwrap().remove("id");
                    }
                    body
                });
                let answer = world.caller.send(operation.method.clone(), &path, body).await;
                assert_eq!(answer.status, 404, "{} {path}: {}", operation.name, answer.text);
            }
        }
    }
}

#[tokio::test]
async fn a_wrong_query_is_named_everywhere() {
    let world = World::start().await;
    for operation in operations(&world.document).iter().filter(|one| one.method == Method::GET) {
        let path = world.path(&operation.path);
        world
            .caller
            .get(&format!("{path}?surprise=1"))
            .await
            .expect_bad_field("surprise", "unknown_field");
        for name in &operation.query {
            let twice = format!("{path}?{name}=1&{name}=1");
            world.caller.get(&twice).await.expect_bad_field(name, "repeated");
            for wrong in
                ["", "%00", "%ff", "x", "-1", "1e9", &"y".repeat(5_000), "crs_x", "%F0%9F%92%A5"]
            {
                let answer = world.caller.get(&format!("{path}?{name}={wrong}")).await;
                let case = format!("{} {name}={wrong:.20}: {}", operation.name, answer.text);
                assert!(answer.status < 500, "{case}");
                if name == "limit" || (name == "cursor" && !wrong.is_empty()) {
                    assert_eq!(answer.status, 422, "{case}");
                    assert_eq!(answer.body["errors"][0]["field"], *name, "{case}");
                }
            }
        }
    }
}

#[tokio::test]
async fn garbage_in_place_of_a_token_is_unauthenticated_everywhere() {
    let world = World::start().await;
    let token = world.caller.authorization().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    let anonymous = world.service.anonymous();
    let last = if token.ends_with('0') { "1" } else { "0" };
    let mistyped = format!("{}{last}", &token[..token.len() - 1]);
    for route in functions::routes::all() {
        if route.rule == shared::http::access::Rule::Anyone {
            continue;
        }
        let path = world.path(route.path);
        for wrong in ["", "x", "cds_", &mistyped, &format!("{token}{token}"), "\u{7f}"] {
            if http::HeaderValue::from_str(wrong).is_err() {
                continue;
            }
            let caller = anonymous.with_token(wrong);
            let answer = caller.send(route.method.clone(), &path, None).await;
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{}", route.name);
            answer.expect_problem(401, "unauthenticated");
        }
        anonymous
            .send(route.method.clone(), &path, None)
            .await
            .expect_problem(401, "unauthenticated");
    }
}
