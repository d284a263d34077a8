//! What the account's people are reminded of.

use shared::{
    http::{Account, Call, Json, Problem},
    table::reminder_settings::ReminderSettings,
};

use super::reminder_settings_view::ReminderSettingsView;

/// Shows the settings; an account that never changed them has every reminder, and no digest.
pub async fn get_reminder_settings(
    call: Call<Account>,
) -> Result<Json<ReminderSettingsView>, Problem> {
    let settings = ReminderSettings::of(call.who.account, &call.read)?;
    Ok(Json(ReminderSettingsView::of(settings)))
}
