//! A mail whose turn to be sent has come.

use shared::{
    app::App,
    domain::Email,
    email::{Footer, Message, Rendered},
    http::Problem,
    table::{account::Account, mail::Room},
};

use crate::mails::stop_token::StopToken;

/// What is to be done about a mail whose turn has come.
pub enum Turn {
    /// It is sent.
    Send(Box<Letter>),
    /// It is no longer good: it is not sent.
    Drop,
    /// Its reader wants no more such mails: it is not sent.
    Stop,
    /// Nothing: it was sent, or another has taken its place.
    Pass,
}

/// A mail as it goes out.
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// What it says.
    pub says: Rendered,
    /// Who causes it, if its reader did not ask for it.
    pub cause: Option<Cause>,
    /// Whose room it takes.
    pub room: Room,
}

/// An account that causes a mail to somebody who did not ask for it.
pub struct Cause {
    /// The account.
    pub account: Account,
    /// What stands below its mails to this reader.
    pub footer: Footer,
}

impl Cause {
    /// An account as the cause of a mail.
    pub async fn of(app: &App, email: &Email, account: Account) -> Result<Self, Problem> {
        let token = StopToken { email: email.clone(), account_id: account.account_id };
        let footer = token.footer(app, &account.name).await?;
        Ok(Self { account, footer })
    }
}

/// Writes a mail with what stands below it.
pub fn written(message: &Message, cause: Option<&Cause>) -> Result<Rendered, Problem> {
    let says = message.render_above(cause.map(|cause| &cause.footer));
    says.map_err(|error| Problem::internal(error.to_string()))
}
