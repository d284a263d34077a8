//! How managers are shown.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{Email, ManagerId, PersonName, Scope, UserStatus, event::Actor},
    http::Problem,
    table::manager::Manager,
};

use super::invitation::ManagerInvitation;

/// Somebody who looks after the account, or is invited to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Manager")]
pub struct ManagerView {
    /// Which.
    id: ManagerId,
    /// Their address.
    email: Email,
    /// Their own name for themselves when they accepted.
    name: Option<PersonName>,
    /// How far the right reaches.
    scope: Scope,
    /// Whether they have accepted.
    status: UserStatus,
    /// The invitation, for the invited address only: while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// When they were invited.
    invited_at: Timestamp,
    /// Who invited them.
    invited_by: Actor,
    /// When they accepted.
    accepted_at: Option<Timestamp>,
    /// Counts its changes.
    version: u64,
}

impl ManagerView {
    /// How this manager is shown to those who manage the account.
    pub async fn of(app: &App, manager: Manager) -> Result<Self, Problem> {
        let url = match manager.status() {
            UserStatus::Invited => Some(ManagerInvitation::of(&manager).url(app).await?),
            UserStatus::Active => None,
        };
        Ok(Self {
            id: manager.manager_id,
            status: manager.status(),
            url,
            email: manager.email,
            name: manager.name,
            scope: manager.scope,
            invited_at: manager.invited_at,
            invited_by: manager.invited_by,
            accepted_at: manager.accepted_at,
            version: manager.version,
        })
    }
}
