//! The audit entries of redemptions. A redemption is written often and must be cheap, so its
//! entries are made from the code's item, which says who and when, and how the entry is named: so
//! making it again changes nothing.

use serde_json::json;
use shared::{
    app::App,
    domain::{
        EventId,
        event::{Action, Changes, Subject},
    },
    http::Problem,
    table::{
        batch::{Redemption, UsedCode},
        event::Event,
    },
};
use ulid::Ulid;

use super::{Record, record::read};
use crate::enrolments::rounds::LICENCE_USED_UP;

/// Writes what the trails of the drivers' accounts say of the redemptions that records tell of.
pub async fn complete(app: &App, records: &[&Record]) -> Result<(), Problem> {
    let mut events = vec![];
    for record in records.iter().filter(|record| record.old.is_none()) {
        let Some(code) = read::<UsedCode>(record.new.as_ref())? else { continue };
        events.extend(entries(&code));
    }
    Ok(app.table.write_all(&events, &[]).await?)
}

/// What the trail of the driver's account says of a code, if it was redeemed.
pub fn entries(code: &UsedCode) -> Vec<Event> {
    let Some(was) = &code.redemption else { return vec![] };
    let mut changes = json!({ "course_id": was.course_id, "person_id": was.person_id });
    if let Some(over) = was.in_place_of {
        (changes["in_place_of"], changes[LICENCE_USED_UP]) =
            (json!(over), json!(was.licence_used_up));
    }
    let subject = ("enrolment", was.enrolment_id.to_string());
    let redeemed = event(code, was, was.event_id, Action::CodeRedeemed, subject, changes);
    let created = was.account_is_new.then(|| {
        // Its name is the one just before, so that the trail tells it first.
        let before = EventId::from_ulid(Ulid::from(was.event_id.ulid().0.saturating_sub(1)));
        let subject = ("account", was.account_id.to_string());
        let changes = json!({ "kind": "individual" });
        event(code, was, before, Action::AccountCreated, subject, changes)
    });
    [redeemed].into_iter().chain(created).collect()
}

fn event(
    code: &UsedCode,
    was: &Redemption,
    event_id: EventId,
    action: Action,
    (kind, id): (&str, String),
    changes: serde_json::Value,
) -> Event {
    Event {
        account_id: was.account_id,
        event_id,
        at: code.at,
        actor: code.by.clone(),
        action: action.into(),
        subject: Subject { kind: kind.into(), id },
        changes: match changes {
            serde_json::Value::Object(changes) => changes,
            _ => Changes::new(),
        },
    }
}
