//! How what an account's people are reminded of is shown.

use schemars::JsonSchema;
use serde::Serialize;
use shared::table::reminder_settings::{Digest, ReminderSettings};

/// What an account's people are reminded of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReminderSettings")]
pub struct ReminderSettingsView {
    /// Whether drivers are reminded before a course is due.
    due: bool,
    /// Whether they are once after it was due.
    overdue: bool,
    /// Whether who is invited and has not answered is reminded.
    invitations: bool,
    /// How often those who look after the account get a digest.
    digest: Digest,
}

impl ReminderSettingsView {
    /// How an account's are shown.
    pub fn of(settings: ReminderSettings) -> Self {
        let ReminderSettings { due, overdue, invitations, digest, .. } = settings;
        Self { due, overdue, invitations, digest }
    }
}
