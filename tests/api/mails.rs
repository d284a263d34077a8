//! What people read in their mails.

use serde_json::{Value, json};
use shared::domain::{TimeZone, moment::moment};
use tests::{Caller, Service, service::Company, standing::text};

/// A reseller, the path of a batch of theirs, and its codes.
async fn reseller(service: &Service, name: &str) -> (Company, String, Vec<String>) {
    let company = service.reseller(name).await;
    let (batch, codes) = service.batch(&company, 3).await;
    let path = format!("{}/code-batches/{batch}", company.path);
    (company, path, codes)
}

async fn send(by: &Caller, batch: &str, recipient: Value) -> String {
    let sent =
        by.post(&format!("{batch}/send"), json!({ "recipients": [recipient] })).await.expect(200);
    text(&sent["results"][0]["code"]).to_owned()
}

/// Who a mail is from and to, its subject and its text, without its secret.
fn read(mail: &Value, secrets: &[(&str, &str)]) -> String {
    let part = |name: &str| text(&mail[name]);
    let [from, to, subject, body] = ["from", "to", "subject", "text"].map(part);
    let mut read = format!("From: {from}\nTo: {to}\nSubject: {subject}\n\n{body}");
    if let Some((before, token)) = read.split_once("/stop-mails#") {
        assert!(token.trim().len() > 40, "{token}");
        read = format!("{before}/stop-mails#[token of its own]");
    }
    for (secret, name) in secrets {
        assert!(read.contains(secret), "{read}");
        read = read.replace(secret, name);
    }
    read
}

#[tokio::test]
async fn the_sign_in_mail_says_what_it_is_for() {
    let service = Service::start().await;
    service
        .anonymous()
        .post("/v1/sign-in", json!({ "email": "ann@example.com" }))
        .await
        .expect(202);
    let mail = service.mails("ann@example.com").await[0].clone();
    let token = service.mailed_token("ann@example.com").await;
    let code = service.mailed_code("ann@example.com").await;
    let secrets = [(token.as_str(), "[token]"), (code.as_str(), "[code]")];
    insta::assert_snapshot!(read(&mail, &secrets), @"
    From: Codriver <no-reply@codriver.test>
    To: ann@example.com
    Subject: Sign in to Codriver

    Hello,

    open this link to sign in to Codriver:

    http://127.0.0.1:3000/sign-in#[token]

    Or type this code on the page where you asked to sign in:

    Code: [code]

    The link or the code works once, within 15 minutes. If you asked more than once, using one e-mail ends the others.

    You did not ask to sign in? Then you can ignore this e-mail. Please do not pass the link or the code on to anyone.

    Codriver
    ");
}

#[tokio::test]
async fn a_code_that_is_sent_comes_with_its_course_and_what_it_is_good_for() {
    let service = Service::start().await;
    let (company, batch, _) = reseller(&service, "Codes Ltd").await;
    let dan = json!({ "email": "dan@example.com", "name": "Dan" });
    let code = send(&company.holder, &batch, dan).await;
    let mails = service.mails("dan@example.com").await;
    assert_eq!(mails.len(), 1);
    insta::assert_snapshot!(read(&mails[0], &[(&code, "[code]")]), @r#"
    From: Codriver <no-reply@codriver.test>
    To: dan@example.com
    Subject: Codes Ltd sent you a code for the course Winter driving

    Hello Dan,

    Codes Ltd has sent you a code for the course "Winter driving":

    Code: [code]

    Use it here:

    http://127.0.0.1:3000/redeem#[code]

    The course is then open to you for 30 days. Take your time: the days only start when you use the code. It works once, so please keep it to yourself.

    Enjoy the course!
    Codes Ltd

    -- 
    Codriver sent this e-mail because of Codes Ltd. To get no more e-mails from them, or from anybody on Codriver:

    http://127.0.0.1:3000/stop-mails#[token of its own]
    "#);
}

#[tokio::test]
async fn a_driver_for_whom_a_code_was_redeemed_is_told_where_to_begin() {
    let service = Service::start().await;
    let (company, _, codes) = reseller(&service, "Codes Ltd").await;
    let rows = json!({ "redemptions": [{ "code": codes[0], "email": "dan@example.com" }] });
    let path = format!("{}/redemptions", company.path);
    let results = company.holder.post(&path, rows).await.expect(200)["results"].clone();
    assert_eq!(results[0]["status"], "redeemed");
    let mails = service.mails("dan@example.com").await;
    assert_eq!(mails.len(), 1);
    let until = text(&mails[0]["text"]).split("until ").nth(1).and_then(|rest| rest.lines().next());
    insta::assert_snapshot!(read(&mails[0], &[(until.expect("a time"), "[time]")]), @r#"
    From: Codriver <no-reply@codriver.test>
    To: dan@example.com
    Subject: Your course Winter driving is open

    Hello,

    Codes Ltd has opened the course "Winter driving" for you. You can take it until [time]

    Sign in with this e-mail address to start:

    http://127.0.0.1:3000/sign-in

    You need no code and no password.

    Enjoy the course!
    Codriver

    -- 
    Codriver sent this e-mail because of Codes Ltd. To get no more e-mails from them, or from anybody on Codriver:

    http://127.0.0.1:3000/stop-mails#[token of its own]
    "#);
}

#[tokio::test]
async fn the_html_says_what_the_text_says() {
    let service = Service::start().await;
    service
        .anonymous()
        .post("/v1/sign-in", json!({ "email": "ann@example.com" }))
        .await
        .expect(202);
    let mail = service.mails("ann@example.com").await[0].clone();
    let html = text(&mail["html"]).replace("&#x2f;", "/");
    let token = service.mailed_token("ann@example.com").await;
    assert!(html.contains(&format!("http://127.0.0.1:3000/sign-in#{token}")), "{html}");
    assert!(html.contains(&service.mailed_code("ann@example.com").await), "{html}");
    assert_eq!(mail["attachments"], json!([]));
}

#[tokio::test]
async fn what_others_write_is_text_in_a_mail_and_never_markup() {
    let service = Service::start().await;
    let name = "<a href=\"https://evil.example\">Prize</a> {{ link }}";
    let (company, batch, _) = reseller(&service, name).await;
    let dan = json!({ "email": "dan@example.com", "name": "<img src=x onerror=alert(1)>" });
    send(&company.holder, &batch, dan).await;
    let mail = service.mails("dan@example.com").await[0].clone();
    let html = text(&mail["html"]);
    assert!(!html.contains("<img") && !html.contains("href=\"https://evil.example"), "{html}");
    assert!(text(&mail["text"]).contains(name), "{}", mail["text"]);
    assert!(text(&mail["subject"]).contains("{{ link }}"), "{}", mail["subject"]);
}

#[tokio::test]
async fn a_secret_is_only_behind_the_hash_of_a_link() {
    let service = Service::start().await;
    service
        .anonymous()
        .post("/v1/sign-in", json!({ "email": "ann@example.com" }))
        .await
        .expect(202);
    let token = service.mailed_token("ann@example.com").await;
    let text =
        service.mails("ann@example.com").await[0]["text"].as_str().expect("a text").to_owned();
    let link =
        text.split_whitespace().find(|word| word.contains("://")).expect("a link").to_owned();
    assert_eq!(link.split_once('#'), Some(("http://127.0.0.1:3000/sign-in", token.as_str())));
    assert!(!link.contains("ann"), "{link}");
}

/// Invites Dan to a company, whose invitation is then the newest mail to his address.
async fn invite_dan(company: &Company) {
    let dan = json!({ "email": "dan@example.com", "name": "Dan <{{ x }}>" });
    company.holder.post(&format!("{}/users", company.path), dan).await.expect(201);
}

#[tokio::test]
async fn the_invitation_says_who_invites_to_what_and_until_when() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    invite_dan(&company).await;
    let mail = service.mails("dan@example.com").await[0].clone();
    let token = service.mailed_token("dan@example.com").await;
    let users = service.books().await.users;
    let invitation = users.iter().find_map(|user| user.invitation.as_ref()).expect("Dan's");
    // Some seconds may have gone by, and a minute may have ended with them.
    let gone = service.in_days(30).duration_since(invitation.expires_at);
    assert!((0..3_600).contains(&gone.as_secs()), "{gone}");
    let until = moment(invitation.expires_at, &TimeZone::default());
    let holder = company.holder.email.as_str();
    let values = [(token.as_str(), "[token]"), (until.as_str(), "[moment]"), (holder, "[holder]")];
    insta::assert_snapshot!(read(&mail, &values), @"
    From: Codriver <no-reply@codriver.test>
    To: dan@example.com
    Subject: Your invitation to Acme

    Hello Dan <{{ x }}>,

    [holder] has invited you to join Acme on Codriver, where you take driver training courses and see your results.

    Activate your account here:

    http://127.0.0.1:3000/activate#[token]

    The link works until [moment] and is meant for dan@example.com only, so please do not pass it on.

    You did not expect this invitation? Then you can ignore this e-mail.

    Welcome aboard!
    Acme

    -- 
    Codriver sent this e-mail because of Acme. To get no more e-mails from them, or from anybody on Codriver:

    http://127.0.0.1:3000/stop-mails#[token of its own]
    ");
    let html = text(&mail["html"]).replace("&#x2f;", "/");
    assert!(html.contains(&format!("href=\"http://127.0.0.1:3000/activate#{token}\"")), "{html}");
    assert!(html.contains("Hello Dan &lt;{{ x }}&gt;,"), "{html}");
}

#[tokio::test]
async fn who_invited_is_told_of_the_activation() {
    let service = Service::start().await;
    let company = service.company("Acme").await;
    invite_dan(&company).await;
    let token = service.mailed_token("dan@example.com").await;
    let token = json!({ "token": token });
    service.anonymous().post("/v1/activations", token).await.expect(200);
    let holder = company.holder.email.as_str();
    let mail = service.mails(holder).await[0].clone();
    insta::assert_snapshot!(read(&mail, &[(holder, "[holder]")]), @"
    From: Codriver <no-reply@codriver.test>
    To: [holder]
    Subject: Dan <{{ x }}> has joined Acme

    Hello,

    Dan <{{ x }}> has activated your invitation and is now a user of Acme.

    Sign in to schedule courses and sessions for them:

    http://127.0.0.1:3000/sign-in

    You get this e-mail because you invited them.

    Codriver
    ");
}
