//! Chooses what the account's people are reminded of. What the write holds stands with the item:
//! `table/reminder_settings.rs`.

use deserr::Deserr;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use shared::{
    domain::{FieldErrors, event::Action},
    http::{Account, Call, Json, Problem},
    table::{
        Attempts, Condition, Entity, WriteError, keys,
        reminder_settings::{Digest, ReminderSettings},
    },
};

use super::reminder_settings_view::ReminderSettingsView;

/// What they are reminded of from now on.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(rename = "ReminderSettingsInput")]
pub struct Input {
    /// Whether drivers are reminded before a course is due.
    due: bool,
    /// Whether they are once after it was due.
    overdue: bool,
    /// Whether who is invited and has not answered is reminded.
    invitations: bool,
    /// How often those who look after the account get a digest.
    digest: Digest,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The settings lie there as they were read.
    Unchanged,
    /// The account is there.
    Open,
}

/// Changes the settings; where they are so already, nothing is done.
pub async fn set_reminder_settings(
    call: Call<Account, Input>,
) -> Result<Json<ReminderSettingsView>, Problem> {
    let (table, account_id) = (&call.app.table, call.who.account);
    let Input { due, overdue, invitations, digest } = call.body;
    let new = ReminderSettings { account_id, due, overdue, invitations, digest };
    let mut there: Option<ReminderSettings> = call.read.get(&new.key())?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        let old = there.unwrap_or_else(|| ReminderSettings::first(account_id));
        if old == new {
            return Ok(Json(ReminderSettingsView::of(new)));
        }
        let unchanged = there.map_or(Condition::Absent, |there| there.same());
        let (actor, subject) = (&call.who.caller.actor, ("account", account_id.to_string()));
        let changes = changes(old, new);
        let event = call.event(account_id, actor, Action::RemindersChanged, subject, changes);
        let write = table
            .write()
            .put_if(&new, unchanged, Rule::Unchanged)
            .check(&keys::account(account_id), Condition::Present, Rule::Open)
            .put(&event);
        there = match write.run().await {
            Ok(()) => return Ok(Json(ReminderSettingsView::of(new))),
            Err(WriteError::Refused(Rule::Unchanged, Some(newer))) => {
                Some(attempts.newest(table, newer).await?)
            }
            Err(WriteError::Refused(Rule::Unchanged, None)) => None,
            Err(WriteError::Refused(Rule::Open, _)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        };
    }
    Err(Problem::unavailable("what people are reminded of kept changing"))
}

/// What is otherwise now.
fn changes(old: ReminderSettings, new: ReminderSettings) -> Value {
    let fields = [
        ("due", json!(old.due), json!(new.due)),
        ("overdue", json!(old.overdue), json!(new.overdue)),
        ("invitations", json!(old.invitations), json!(new.invitations)),
        ("digest", json!(old.digest), json!(new.digest)),
    ];
    let changed = fields.into_iter().filter(|(_, old, new)| old != new);
    let changes =
        changed.map(|(name, old, new)| (name.to_owned(), json!({ "from": old, "to": new })));
    Value::Object(changes.collect::<Map<_, _>>())
}
