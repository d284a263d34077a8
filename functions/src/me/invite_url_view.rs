//! How a person's own invitation URL is shown to them.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{app::App, domain::PersonId, http::Problem, table::person::OwnInviteUrl};

use crate::managers::invite_url::InviteUrl;

/// A manager's own invitation URL.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InviteUrl")]
pub struct InviteUrlView {
    /// The URL; `null` before the first is made.
    url: Option<String>,
    /// When it was made.
    made_at: Option<Timestamp>,
}

impl InviteUrlView {
    /// How a person's URL is shown, if they have one.
    pub async fn of(
        app: &App,
        person: PersonId,
        own: Option<OwnInviteUrl>,
    ) -> Result<Self, Problem> {
        let url = match &own {
            Some(own) => Some(InviteUrl::of(person, own).text(app).await?),
            None => None,
        };
        Ok(Self { url, made_at: own.map(|own| own.made_at) })
    }
}
