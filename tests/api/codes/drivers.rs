//! The reseller redeems its codes for drivers, many in one call.

use serde_json::{Value, json};
use shared::domain::Scope;
use tests::{
    Service,
    standing::{DAY, text, time},
};

use super::{Shop, outcomes, redeem, results};

fn row(code: &str, email: &str) -> Value {
    json!({ "code": code, "email": email })
}

#[tokio::test]
async fn a_driver_is_mailed_signs_in_and_sees_the_course() {
    let shop = Shop::with(2).await;
    let mut ann = row(&shop.codes[0], "Ann@Example.com");
    ann["name"] = json!("Ann Lee");
    let rows = shop.redeem_for(json!([ann])).await;
    assert_eq!(outcomes(&rows), ["redeemed"]);

    let mail = &shop.service.mails("ann@example.com").await[0];
    let course = shop.service.course().await;
    for word in ["Ann Lee", "Shop", text(&course["title"]), "/sign-in"] {
        assert!(text(&mail["text"]).contains(word), "{word}: {}", mail["text"]);
    }
    let driver = shop.service.sign_in("ann@example.com").await;
    let enrolments = driver.list("/v1/me/enrolments").await;
    assert_eq!(enrolments.len(), 1);
    assert_eq!(enrolments[0]["id"], rows[0]["enrolment_id"]);
    assert_eq!(enrolments[0]["course"]["id"], course["id"]);
    let open =
        time(&enrolments[0]["access_until"]).duration_since(time(&enrolments[0]["starts_at"]));
    assert_eq!(open.as_secs(), 30 * DAY);
    let me = driver.get("/v1/me").await.expect(200);
    assert_eq!(me["person"]["name"], "Ann Lee");
    assert_eq!(me["contexts"][0]["account"]["name"], "Ann Lee");
    assert_eq!(me["contexts"][0]["role"], "holder");
    assert_eq!(shop.counts().await, [1, 1, 0]);
}

#[tokio::test]
async fn good_and_bad_rows_are_answered_in_order_and_what_can_be_done_is_done() {
    let shop = Shop::with(10).await;
    let other_shop = shop.service.reseller("Other shop").await;
    let (_, foreign) = shop.service.batch(&other_shop, 1).await;
    let codes = &shop.codes;
    shop.void(&[&codes[4]]).await;
    redeem(&shop.service.sign_in("eve@example.com").await, &codes[5]).await.expect(201);
    let manager = shop.service.manager(&other_shop, Scope::Company).await;
    let mut unnamed = row(&codes[7], "ann@example.com");
    unnamed["name"] = json!("");
    let rows = shop.redeem_for(json!([
        row(&codes[0], "ann@example.com"),
        row(&codes[1], "not an address"),
        row(&format!("{}X", codes[1]), "bob@example.com"),
        row(&codes[2].to_lowercase().replace('-', " "), "bob@example.com"),
        row(&foreign[0], "ann@example.com"),
        row(&codes[4], "ann@example.com"),
        row(&codes[5], "ann@example.com"),
        row(&codes[5], "eve@example.com"),
        unnamed,
        row(&codes[8], &manager.email),
        row(&codes[3], &other_shop.holder.email),
    ]));
    let rows = rows.await;
    assert_eq!(
        outcomes(&rows),
        [
            "redeemed",
            "invalid_input",
            "mistyped_code",
            "redeemed",
            "unknown_code",
            "code_voided",
            "code_already_used",
            "already_redeemed",
            "invalid_input",
            "not_redeemable",
            "redeemed",
        ]
    );
    for row in &rows {
        assert_eq!(row["status"] != "failed", row.get("enrolment_id").is_some(), "{row}");
    }
    assert_eq!(rows[1]["error"]["errors"][0]["field"], "redemptions[1].email");
    assert_eq!(rows[8]["error"]["errors"][0]["field"], "redemptions[8].name");
    assert_eq!(shop.counts().await, [5, 4, 1]);
    let company = other_shop.holder.list("/v1/me/enrolments").await;
    assert_eq!(company[0]["account"]["id"], json!(other_shop.id));
    assert_eq!(shop.service.mails(&manager.email).await.len(), 1, "an invitation");
}

#[tokio::test]
async fn the_same_call_again_gives_the_same_drivers_nothing_more() {
    let shop = Shop::with(3).await;
    let rows =
        json!([row(&shop.codes[0], "ann@example.com"), row(&shop.codes[1], "bob@example.com")]);
    let first = shop.redeem_for(rows.clone()).await;
    let again = shop.redeem_for(rows).await;
    assert_eq!(outcomes(&first), ["redeemed"; 2]);
    assert_eq!(outcomes(&again), ["already_redeemed"; 2]);
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(first["enrolment_id"], again["enrolment_id"]);
    }
    assert_eq!(shop.service.mails("ann@example.com").await.len(), 1);
    assert_eq!(shop.counts().await, [1, 2, 0]);
}

#[tokio::test]
async fn a_driver_whose_code_the_reseller_redeemed_may_send_it_too() {
    let shop = Shop::with(1).await;
    let rows = shop.redeem_for(json!([row(&shop.codes[0], "ann@example.com")])).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    let opened = redeem(&driver, &shop.codes[0]).await.expect(200);
    assert_eq!(opened["enrolment"]["id"], rows[0]["enrolment_id"]);
    let other = shop.service.sign_in("bob@example.com").await;
    redeem(&other, &shop.codes[0]).await.expect_problem(409, "code_already_used");
}

#[tokio::test]
async fn of_one_code_for_several_drivers_in_a_call_the_first_row_gets_it() {
    let shop = Shop::with(11).await;
    let rows = shop.codes.iter().flat_map(|code| [code; 3]).enumerate();
    let rows = rows.map(|(n, code)| row(code, &format!("d{n}@example.com")));
    let rows = shop.redeem_for(Value::from_iter(rows)).await;
    let each = ["redeemed", "code_already_used", "code_already_used"];
    assert_eq!(outcomes(&rows), each.repeat(11));
    assert_eq!(shop.counts().await, [0, 11, 0]);
}

#[tokio::test]
async fn a_row_that_is_written_twice_in_a_call_is_told_so_of_the_second() {
    let shop = Shop::with(2).await;
    let again = row(&shop.codes[0], "ann@example.com");
    let rows = shop.redeem_for(json!([again, again, again])).await;
    assert_eq!(outcomes(&rows), ["redeemed", "already_redeemed", "already_redeemed"]);
    assert_eq!(shop.service.mails("ann@example.com").await.len(), 1);
}

#[tokio::test]
async fn thirty_codes_for_one_new_driver_in_a_call_add_up() {
    let shop = Shop::with(30).await;
    let rows = shop.codes.iter().map(|code| row(code, "ann@example.com"));
    let rows = shop.redeem_for(Value::from_iter(rows)).await;
    assert_eq!(outcomes(&rows), vec!["redeemed"; shop.codes.len()]);
}

#[tokio::test]
async fn two_codes_for_one_new_driver_in_a_call_add_up() {
    let shop = Shop::with(2).await;
    let rows =
        json!([row(&shop.codes[0], "ann@example.com"), row(&shop.codes[1], "ann@example.com")]);
    let rows = shop.redeem_for(rows).await;
    assert_eq!(outcomes(&rows), ["redeemed"; 2]);
    assert_eq!(rows[0]["enrolment_id"], rows[1]["enrolment_id"]);
    let driver = shop.service.sign_in("ann@example.com").await;
    let enrolments = driver.list("/v1/me/enrolments").await;
    let open =
        time(&enrolments[0]["access_until"]).duration_since(time(&enrolments[0]["starts_at"]));
    assert_eq!((enrolments.len(), open.as_secs()), (1, 60 * DAY));
    assert_eq!(driver.list("/v1/me/contexts").await.len(), 1);
}

#[tokio::test]
async fn a_hundred_drivers_are_served_in_one_call() {
    let shop = Shop::with(101).await;
    let rows =
        shop.codes.iter().enumerate().map(|(n, code)| row(code, &format!("d{n}@example.com")));
    let rows = shop.redeem_for(Value::from_iter(rows)).await;
    assert_eq!(outcomes(&rows), ["redeemed"; 100]);
    assert_eq!(shop.counts().await, [1, 100, 0]);
    assert_eq!(shop.service.mails("d99@example.com").await.len(), 1);
}

#[tokio::test]
async fn a_call_of_the_wrong_shape_redeems_nothing() {
    let shop = Shop::with(3).await;
    let good = row(&shop.codes[0], "ann@example.com");
    for (rows, field, error) in [
        (json!([]), "redemptions", "wrong_size"),
        (json!(vec![&good; 101]), "redemptions", "wrong_size"),
        (good.clone(), "redemptions", "wrong_type"),
        (json!([good, { "code": shop.codes[1] }]), "redemptions[1].email", "missing"),
        (json!([good, { "email": "bob@example.com" }]), "redemptions[1].code", "missing"),
        (
            json!([good, { "code": 1, "email": "bob@example.com" }]),
            "redemptions[1].code",
            "wrong_type",
        ),
        (
            json!([good, { "code": "1", "email": "b@c.example", "x": 1 }]),
            "redemptions[1].x",
            "unknown_field",
        ),
    ] {
        let answer = shop.redeem_for_as(&shop.reseller.holder, rows).await;
        answer.expect_bad_field(field, error);
    }
    assert_eq!(shop.counts().await, [3, 0, 0]);
}

#[tokio::test]
async fn who_is_no_reseller_redeems_for_nobody() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    let body = json!({ "redemptions": [row("0", "ann@example.com")] });
    let answer = company.holder.post(&format!("{}/redemptions", company.path), body).await;
    answer.expect_problem(403, "not_a_reseller");
}

#[tokio::test]
async fn a_program_redeems_with_a_key_for_redemptions_only() {
    let shop = Shop::with(2).await;
    let rows = json!([row(&shop.codes[0], "ann@example.com")]);
    let other = shop.service.program(&shop.reseller, &["codes", "users", "reports"]).await;
    shop.redeem_for_as(&other, rows.clone()).await.expect_problem(403, "forbidden");
    let program = shop.service.program(&shop.reseller, &["redemptions"]).await;
    assert_eq!(outcomes(&results(shop.redeem_for_as(&program, rows).await)), ["redeemed"]);
    program.get(&shop.path("/codes")).await.expect_problem(403, "forbidden");
    let foreign = shop.service.reseller("Other shop").await;
    let foreign = shop.service.program(&foreign, &["redemptions"]).await;
    let rows = json!([row(&shop.codes[1], "ann@example.com")]);
    shop.redeem_for_as(&foreign, rows).await.expect_problem(404, "not_found");
    let trail = shop.reseller.holder.list(&format!("{}/events", shop.reseller.path)).await;
    let used = trail.iter().find(|event| event["action"] == "code_used").expect("an entry");
    assert_eq!(
        (&used["actor"]["kind"], &used["subject"]["id"]),
        (&json!("api_key"), &json!(shop.batch))
    );
}

#[tokio::test]
async fn a_name_that_the_reseller_gives_does_not_replace_the_drivers_own() {
    let shop = Shop::with(1).await;
    let driver = shop.service.sign_in("ann@example.com").await;
    driver.patch("/v1/me", json!({ "name": "Ann" })).await.expect(200);
    let mut other = row(&shop.codes[0], "ann@example.com");
    other["name"] = json!("Anna Maria");
    shop.redeem_for(json!([other])).await;
    assert_eq!(driver.get("/v1/me").await.expect(200)["person"]["name"], "Ann");
}
