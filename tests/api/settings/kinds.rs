//! Every kind of mail has a text, each for itself.

use http::Method;
use serde_json::{Value, json};
use tests::{Caller, service::Company, standing::text};

use super::{KINDS, body, company, events, having_seen, path_of};

async fn listed(company: &Company) -> Vec<Value> {
    company.holder.list(&format!("{}/settings/emails", company.path)).await
}

async fn preview(company: &Company, kind: &str, text: Value) -> Value {
    let path = format!("{}/preview", path_of(company, kind));
    company.holder.post(&path, text).await.expect(200)
}

/// A body that has every placeholder of a text, each on a line of its own.
fn with_everything(text_of_kind: &Value) -> String {
    let placeholders = text_of_kind["placeholders"].as_array().unwrap().iter();
    let lines = placeholders.map(|one| format!("{{{{ {} }}}}", text(&one["name"])));
    lines.collect::<Vec<_>>().join("\n\n")
}

#[tokio::test]
async fn the_list_has_every_kind_with_what_it_says() {
    let (_service, acme) = company().await;
    let all = listed(&acme).await;
    let kinds: Vec<_> = all.iter().map(|one| text(&one["kind"])).collect();
    assert_eq!(kinds, KINDS.map(|(kind, _)| kind));
    for one in &all {
        assert_eq!((&one["is_default"], &one["version"]), (&json!(true), &json!(0)));
        let path = path_of(&acme, text(&one["kind"]));
        assert_eq!(&acme.holder.get(&path).await.expect(200), one);
        let placeholders = one["placeholders"].as_array().unwrap();
        assert!(placeholders.iter().any(|placeholder| placeholder["required"] == true), "{one}");
        for placeholder in placeholders {
            assert!(text(&placeholder["description"]).ends_with('.'), "{placeholder}");
        }
    }
}

#[tokio::test]
async fn the_list_comes_in_pages() {
    let (_service, acme) = company().await;
    let path = format!("{}/settings/emails", acme.path);
    let first = acme.holder.get(&format!("{path}?limit=4")).await.expect(200);
    let next = text(&first["next_cursor"]);
    let second = acme.holder.get(&format!("{path}?limit=4&cursor={next}")).await.expect(200);
    assert_eq!(second["next_cursor"], Value::Null);
    let both = [&first, &second].map(|page| page["items"].as_array().unwrap().clone()).concat();
    assert_eq!(both, listed(&acme).await);
    acme.holder.get(&format!("{path}?cursor=x")).await.expect_bad_field("cursor", "invalid_cursor");
}

#[tokio::test]
async fn each_kind_is_changed_and_reset_for_itself() {
    let (_service, acme) = company().await;
    let before = listed(&acme).await;
    for (number, (kind, required)) in KINDS.into_iter().enumerate() {
        let own = body(&format!("Our {kind}"), required);
        let set = acme.holder.put(&path_of(&acme, kind), own.clone()).await.expect(200);
        assert_eq!((&set["kind"], &set["is_default"]), (&json!(kind), &json!(false)));
        assert_eq!((&set["subject"], &set["body"]), (&own["subject"], &own["body"]));
        let now = listed(&acme).await;
        for (other, text) in now.iter().enumerate() {
            assert_eq!(text["is_default"] == false, other == number, "{kind}: {text}");
        }
        let reset = acme.holder.delete(&path_of(&acme, kind)).await.expect(200);
        assert_eq!((&reset["is_default"], &reset["version"]), (&json!(true), &json!(2)));
        assert_eq!(reset["body"], before[number]["body"]);
    }
    let told: Vec<_> = events(&acme).await.iter().map(|event| event["subject"].clone()).collect();
    let of = |kind| json!({ "kind": "mail_text", "id": kind });
    let kinds = KINDS.iter().rev().flat_map(|(kind, _)| [of(kind), of(kind)]);
    assert_eq!(told, kinds.collect::<Vec<_>>());
}

#[tokio::test]
async fn every_text_that_is_listed_can_be_sent_back() {
    let (_service, acme) = company().await;
    for one in listed(&acme).await {
        let kind = text(&one["kind"]);
        let own = body(text(&one["subject"]), text(&one["body"]));
        let set = acme.holder.put(&path_of(&acme, kind), own).await.expect(200);
        assert_eq!(set["is_default"], false);
        assert_eq!((&set["subject"], &set["body"]), (&one["subject"], &one["body"]));
    }
}

#[tokio::test]
async fn a_preview_fills_in_every_placeholder_of_its_kind() {
    let (_service, acme) = company().await;
    for one in listed(&acme).await {
        let kind = text(&one["kind"]);
        let shown = preview(&acme, kind, body("To {{ account_name }}", &with_everything(&one)));
        let shown = shown.await;
        assert_eq!(shown["subject"], "To Acme");
        let (own, _) = text(&shown["text"]).split_once("\n\n-- \n").expect("a footer");
        let said: Vec<_> = own.split("\n\n").collect();
        assert_eq!(said.len(), one["placeholders"].as_array().unwrap().len(), "{kind}: {own}");
        assert!(said.iter().all(|line| !line.trim().is_empty()), "{kind}: {own}");
        assert!(!shown.to_string().contains("{{"), "{kind}: {shown}");
        assert!(text(&shown["html"]).starts_with("<!doctype html>"), "{kind}");
    }
}

#[tokio::test]
async fn the_default_of_every_kind_can_be_previewed() {
    let (_service, acme) = company().await;
    for one in listed(&acme).await {
        let kind = text(&one["kind"]);
        let default = body(text(&one["subject"]), text(&one["body"]));
        let shown = preview(&acme, kind, default).await;
        assert!(!shown.to_string().contains("{{"), "{kind}: {shown}");
        assert!(text(&shown["text"]).contains("Acme"), "{kind}: {shown}");
    }
    assert_eq!(events(&acme).await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_code_of_a_preview_is_none() {
    let (service, acme) = company().await;
    let shown = preview(&acme, "code", body("Hi", "{{ code }}")).await;
    let code = text(&shown["text"]).lines().next();
    let ann = service.sign_in("ann@example.com").await;
    let redeemed = ann.post("/v1/redemptions", json!({ "code": code })).await;
    redeemed.expect_problem(422, "mistyped_code");
}

#[tokio::test]
async fn names_and_markup_are_text_in_every_kind() {
    let service = tests::Service::start().await;
    let name = "{{7*7}}<script>alert(1)</script> {{ activation_link }}";
    let hostile = service.company(name).await;
    for (kind, required) in KINDS {
        let own = body("{{ account_name }}", &format!("<b>{{{{ account_name }}}}</b>\n{required}"));
        hostile.holder.put(&path_of(&hostile, kind), own.clone()).await.expect(200);
        let shown = preview(&hostile, kind, own).await;
        assert_eq!(shown["subject"], name, "{kind}");
        assert!(text(&shown["text"]).starts_with(&format!("<b>{name}</b>\n")), "{kind}: {shown}");
        let html = text(&shown["html"]);
        assert!(!html.contains("<script") && !html.contains("<b>"), "{kind}: {html}");
        assert!(html.contains("{{7*7}}&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"), "{kind}");
    }
}

#[tokio::test]
async fn a_mistake_is_named_for_every_kind() {
    let (_service, acme) = company().await;
    for (kind, required) in KINDS {
        let name = required.rsplit("{{ ").next().unwrap().trim_end_matches(" }}");
        let missing = format!("missing_{name}");
        let without = required.replace(&format!("{{{{ {name} }}}}"), "Hi");
        let other = if kind == "invitation" { "{{ news }}" } else { "{{ activation_link }}" };
        let long = format!("{required}\n{}", "x".repeat(20_000));
        for (subject, text, field, code) in [
            ("Hi", without.as_str(), "body", missing.as_str()),
            ("Hi", &format!("{required}\n{other}"), "body", "unknown_placeholder"),
            ("Hi", &format!("{required}\n{{{{ password }}}}"), "body", "unknown_placeholder"),
            ("Hi", &format!("{required}\n{{{{ user_email"), "body", "syntax_error"),
            ("Hi", &format!("{required}\n{{{{ 7*7 }}}}"), "body", "syntax_error"),
            ("Hi", &format!("{required}\n{{% if x %}}"), "body", "syntax_error"),
            ("Hi", &format!("{required}\na\u{0}"), "body", "control_character"),
            ("Hi", &format!("{required}\na\u{202e}"), "body", "bidi_control"),
            ("Hi", &long, "body", "too_long"),
            ("Hi\r\nBcc: all@a.example", required, "subject", "line_break"),
            ("{{ password }}", required, "subject", "unknown_placeholder"),
            ("{{", required, "subject", "syntax_error"),
            ("", required, "subject", "empty"),
        ] {
            let wrong = body(subject, text);
            let path = path_of(&acme, kind);
            for answer in [
                acme.holder.put(&path, wrong.clone()).await,
                acme.holder.post(&format!("{path}/preview"), wrong.clone()).await,
            ] {
                let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
                assert_eq!(errors.len(), 1, "{kind} {subject:.50} {text:.50}: {}", answer.text);
                answer.expect_bad_field(field, code);
            }
        }
    }
    assert!(listed(&acme).await.iter().all(|one| one["is_default"] == true));
}

#[tokio::test]
async fn a_link_of_any_kind_stands_alone_on_its_line_and_in_no_subject() {
    let (_service, acme) = company().await;
    for (kind, required, link, in_subject) in [
        ("invitation", "", "{{ activation_link }}", "secret_in_subject"),
        ("manager_invitation", "", "{{ invitation_link }}", "secret_in_subject"),
        ("course_assigned", "", "{{ sign_in_link }}", "link_in_subject"),
        ("course_reminder", "{{ news }}\n", "{{ sign_in_link }}", "link_in_subject"),
        ("code", "{{ code }}\n", "{{ redeem_link }}", "link_in_subject"),
    ] {
        let path = path_of(&acme, kind);
        let put = async |subject: &str, text: String| {
            acme.holder.put(&path, body(subject, &format!("{required}{text}"))).await
        };
        put("Hi", format!(" \t{link}\r\n")).await.expect(200);
        let beside = put("Hi", format!("https://other.example/?to={link}")).await;
        beside.expect_bad_field("body", "link_not_alone");
        put(link, link.to_owned()).await.expect_bad_field("subject", in_subject);
    }
    let code = body("Your code: {{ code }}", "{{ code }}");
    let answer = acme.holder.put(&path_of(&acme, "code"), code).await;
    answer.expect_bad_field("subject", "secret_in_subject");
}

#[tokio::test]
async fn a_change_of_any_kind_heeds_the_version_that_was_seen() {
    let (_service, acme) = company().await;
    for (kind, required) in KINDS {
        let (path, own) = (path_of(&acme, kind), body("Ours", required));
        let read = acme.holder.get(&path).await;
        assert_eq!(read.header("etag"), "\"0\"", "{kind}");
        let put = async |caller: Caller| caller.put(&path, own.clone()).await;
        let stale = put(having_seen(&acme.holder, 1)).await;
        stale.expect_problem(412, "stale_version");
        let set = put(having_seen(&acme.holder, 0)).await;
        assert_eq!(set.header("etag"), "\"1\"", "{kind}");
        let unchanged = acme.holder.with_header("if-none-match", "\"1\"").get(&path).await;
        assert_eq!(unchanged.status, 304, "{kind}");
        let stale = having_seen(&acme.holder, 0).delete(&path).await;
        stale.expect_problem(412, "stale_version");
        having_seen(&acme.holder, 1).delete(&path).await.expect(200);
    }
}

#[tokio::test]
async fn there_is_no_other_kind() {
    let (_service, acme) = company().await;
    for kind in ["sign_in", "Invitation", "invitation_email", "%20code", "code%0A", "x"] {
        let (path, own) = (path_of(&acme, kind), body("Hi", "{{ activation_link }}"));
        for answer in [
            acme.holder.get(&path).await,
            acme.holder.put(&path, own.clone()).await,
            acme.holder.send(Method::DELETE, &path, None).await,
            acme.holder.post(&format!("{path}/preview"), own).await,
        ] {
            answer.expect_problem(404, "not_found");
        }
    }
}
