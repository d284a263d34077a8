//! What an activation link carries. It is made from the invitation and stored nowhere.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, UserId},
    http::Problem,
    seal::Purpose,
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

const CONTEXT: &[u8] = b"activation";

impl ActivationLink {
    /// The link of a user's invitation, if it is open.
    pub fn of(user: &User) -> Option<Self> {
        let number = user.invitation.as_ref()?.number;
        Some(Self { account: user.account_id, user: user.user_id, number })
    }

    /// The token that the link carries behind its `#`.
    pub async fn token(&self, app: &App) -> Result<String, Problem> {
        let plain =
            serde_json::to_vec(self).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(app.seal.key(Purpose::Activation).await?.seal(CONTEXT, &plain))
    }

    /// Reads a token; `None` if it was not made here.
    pub async fn read(app: &App, token: &str) -> Result<Option<Self>, Problem> {
        let plain = app.seal.key(Purpose::Activation).await?.open(CONTEXT, token);
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }
}
