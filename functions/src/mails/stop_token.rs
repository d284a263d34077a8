//! What a mail carries for its reader to stop such mails. It is made from the mail and stored nowhere;
//! all that it can do is to stop mail.

use serde::{Deserialize, Serialize};
use shared::{
    app::App,
    domain::{AccountId, AccountName, Email},
    email::Footer,
    http::Problem,
    seal::{Purpose, Sealed},
};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopToken {
    /// Whose mail.
    pub email: Email,
    /// Which account causes it.
    pub account_id: AccountId,
}

impl Sealed for StopToken {
    const PURPOSE: Purpose = Purpose::MailStop;
    const CONTEXT: &'static [u8] = b"mail-stop";
}

impl StopToken {
    /// What stands below the mail.
    pub async fn footer(&self, app: &App, account: &AccountName) -> Result<Footer, Problem> {
        Ok(footer(app, account, &app.seal.seal(self).await?))
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
