//! What an activation link carries. It is made from the invitation and stored nowhere.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, UserId},
    http::Problem,
    seal::{Purpose, Sealed},
    table::user::User,
};

/// What a link's token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivationLink {
    /// The account.
    pub account: AccountId,
    /// The user who is invited.
    pub user: UserId,
    /// Which of the user's links: only the newest works.
    pub number: u32,
}

impl Sealed for ActivationLink {
    const PURPOSE: Purpose = Purpose::Activation;
    const CONTEXT: &'static [u8] = b"activation";
}

impl ActivationLink {
    /// The link of a user's invitation, if it is open.
    pub fn of(user: &User) -> Option<Self> {
        let number = user.invitation.as_ref()?.number;
        Some(Self { account: user.account_id, user: user.user_id, number })
    }

    /// Its address, its token behind the `#`.
    pub async fn url(&self, app: &App) -> Result<String, Problem> {
        let token = app.seal.seal(self).await?;
        Ok(format!("{}/activate#{token}", app.settings.app_url))
    }
}
