//! Takes in what SES reports of mails: that they arrived, came back, or were complained about.

use serde::Deserialize;
use shared::{
    app::App,
    domain::MailTag,
    http::{Code, Problem},
    table::{Change, Condition, WriteError, keys, mail::MailStatus},
};

/// What SES publishes; see
/// <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    event_type: String,
    mail: Reported,
}

#[derive(Deserialize)]
struct Reported {
    tags: std::collections::HashMap<String, Vec<String>>,
}

/// Takes in a report, as SNS carries it. One that is about no mail of ours is left alone; a
/// delivery that is reported after a bounce does not undo it.
pub async fn record_delivery(app: &App, message: &str) -> Result<(), Problem> {
    let report: Report =
        serde_json::from_str(message).map_err(|error| Problem::internal(error.to_string()))?;
    let status = match report.event_type.as_str() {
        "Bounce" | "Complaint" => MailStatus::Bounced,
        "Delivery" => MailStatus::Delivered,
        _ => return Ok(()),
    };
    let tag = report.mail.tags.get("mail").and_then(|values| values.first());
    let Some(tag) = tag.and_then(|tag| tag.parse::<MailTag>().ok()) else { return Ok(()) };
    let (change, condition) = noted(tag, status);
    match app.table.write().change(change, condition, Code::NotFound).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// How the state of a mail changes, and when. An older invitation of a user says nothing of the
/// newest one.
fn noted(tag: MailTag, status: MailStatus) -> (Change, Condition) {
    let open = |name| {
        Condition::Any(vec![
            Condition::is(name, MailStatus::Queued),
            Condition::is(name, MailStatus::Sent),
        ])
    };
    let arrived = status == MailStatus::Delivered;
    match tag {
        MailTag::Mail(mail) => {
            let change = Change::of(keys::mail(mail)).set("status", status);
            (change, if arrived { open("status") } else { Condition::Present })
        }
        MailTag::Invitation { account, user, number } => {
            const STATUS: &str = "invitation.status";
            let change = Change::of(keys::user(account, user)).set(STATUS, status);
            let mut rules = vec![Condition::is("invitation.number", number)];
            rules.extend(arrived.then(|| open(STATUS)));
            (change, Condition::All(rules))
        }
    }
}
