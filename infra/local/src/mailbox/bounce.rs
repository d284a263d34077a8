//! What SES would report of a mail that came back, as SNS hands it to a function.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Mail;

/// The SNS event that tells of a permanent bounce of this mail at this time.
pub fn event(mail: &Mail, at: Timestamp) -> Value {
    let id = ulid::Ulid::generate();
    let topic = "arn:aws:sns:local:000000000000:ses-events";
    json!({ "Records": [{
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": format!("{topic}:{id}"),
        "Sns": {
            "Type": "Notification",
            "MessageId": id.to_string(),
            "TopicArn": topic,
            "Subject": "Amazon SES Email Event Notification",
            "Message": report(mail, at).to_string(),
            "Timestamp": at,
            "SignatureVersion": "1",
            "Signature": "none",
            "SigningCertUrl": "",
            "UnsubscribeUrl": "",
            "MessageAttributes": {},
        },
    }] })
}

/// SES's own words, which SNS carries as text.
fn report(mail: &Mail, at: Timestamp) -> Value {
    json!({
        "eventType": "Bounce",
        "bounce": {
            "feedbackId": format!("local-{}", ulid::Ulid::generate()),
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{
                "emailAddress": mail.to,
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
            }],
            "timestamp": at,
            "reportingMTA": "dsn; mailbox.local",
        },
        "mail": {
            "timestamp": mail.sent_at,
            "source": mail.from,
            "messageId": mail.id,
            "destination": [mail.to],
            "headersTruncated": false,
            "headers": [],
            "commonHeaders": {
                "from": [mail.from],
                "to": [mail.to],
                "messageId": mail.id,
                "subject": mail.subject,
            },
            "tags": tags(mail),
        },
    })
}

/// Each tag has a list of values; SES adds some of its own.
fn tags(mail: &Mail) -> Map<String, Value> {
    let own = mail.configuration_set.iter().map(|set| ("ses:configuration-set", set));
    let given = mail.tags.iter().map(|(name, value)| (name.as_str(), value));
    own.chain(given).map(|(name, value)| (name.to_owned(), json!([value]))).collect()
}
