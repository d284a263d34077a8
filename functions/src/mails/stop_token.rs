//! What a mail carries for its reader to stop such mails. It is made from the mail and stored nowhere;
//! all that it can do is to stop mail.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, AccountName, Email},
    email::Footer,
    http::Problem,
    seal::Purpose,
};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopToken {
    /// Whose mail.
    pub email: Email,
    /// Which account causes it.
    pub account_id: AccountId,
}

const CONTEXT: &[u8] = b"mail-stop";

impl StopToken {
    /// The token as a mail carries it.
    pub async fn token(&self, app: &App) -> Result<String, Problem> {
        let plain =
            serde_json::to_vec(self).map_err(|error| Problem::internal(error.to_string()))?;
        Ok(app.seal.key(Purpose::MailStop).await?.seal(CONTEXT, &plain))
    }

    /// Reads a token; `None` if it was not made here.
    pub async fn read(app: &App, token: &str) -> Result<Option<Self>, Problem> {
        let plain = app.seal.key(Purpose::MailStop).await?.open(CONTEXT, token);
        Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
    }

    /// What stands below the mail.
    pub async fn footer(&self, app: &App, account: &AccountName) -> Result<Footer, Problem> {
        Ok(footer(app, account, &self.token(app).await?))
    }
}

/// What stands below a mail of an account with this token.
pub fn footer(app: &App, account: &AccountName, token: &str) -> Footer {
    let settings = &app.settings;
    Footer {
        account: account.to_string(),
        stop_url: format!("{}/stop-mails#{token}", settings.app_url),
        one_click_url: format!("{}/v1/mails/stop?token={token}", settings.api_url),
    }
}
