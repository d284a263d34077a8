//! Takes in what SES reports of mails: that they arrived, are late, came back, were complained about,
//! or will not be sent after all.

use serde::Deserialize;
use shared::{app::App, domain::MailTag, http::Problem, table::mail::MailStatus};

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
    #[serde(default)]
    tags: std::collections::HashMap<String, Vec<String>>,
}

/// Takes in reports, each as SNS carries it: one that cannot be taken in holds up no other. The
/// first thing that went wrong is told, and then all may be taken in again: that changes nothing.
pub async fn record_deliveries(app: &App, messages: &[&str]) -> Result<(), Problem> {
    let mut first = Ok(());
    for message in messages {
        let taken = record_delivery(app, message).await;
        first = first.and(taken);
    }
    first
}

/// Takes in a report. One that is about no mail of ours is left alone, and so are the words with
/// which SES tries the topic out; what is reported late does not undo what says more.
pub async fn record_delivery(app: &App, message: &str) -> Result<(), Problem> {
    let report: Report = match serde_json::from_str(message) {
        Ok(report) => report,
        Err(error) if error.is_syntax() => {
            tracing::info!("a message that is no report is left alone");
            return Ok(());
        }
        Err(error) => return Err(Problem::internal(format!("a report cannot be read: {error}"))),
    };
    let status = match report.event_type.as_str() {
        "Bounce" | "Complaint" => MailStatus::Bounced,
        "Delivery" => MailStatus::Delivered,
        "DeliveryDelay" => MailStatus::Delayed,
        "Reject" => MailStatus::Rejected,
        _ => return Ok(()),
    };
    let tag = report.mail.tags.get("mail").and_then(|values| values.first());
    let Some(tag) = tag.and_then(|tag| tag.parse::<MailTag>().ok()) else { return Ok(()) };
    Ok(app.table.note_mail(tag, status, app.clock.now()).await?)
}
