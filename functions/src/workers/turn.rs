//! A mail whose turn to be sent has come.

use shared::{
    app::App,
    domain::Email,
    email::{Footer, Message, Rendered},
    http::Problem,
    table::{Items, account::Account, mail_stop::MailStop},
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
}

/// An account that causes a mail to somebody who did not ask for it.
pub struct Cause {
    /// The account.
    pub account: Account,
    /// What stands below its mails to this reader.
    pub footer: Footer,
}

impl Cause {
    /// An account as the cause of a mail; `None` if what was read says that its reader wants none.
    pub async fn of(
        app: &App,
        email: &Email,
        account: Account,
        read: &Items,
    ) -> Result<Option<Self>, Problem> {
        let (id, name) = (account.account_id, &account.name);
        if MailStop::keys(email, id).iter().any(|key| read.has(key)) {
            return Ok(None);
        }
        let token = StopToken { email: email.clone(), account_id: id };
        let footer = token.footer(app, name).await?;
        Ok(Some(Self { account, footer }))
    }
}

/// Writes a mail with what stands below it.
pub fn written(message: &Message, cause: Option<&Cause>) -> Result<Rendered, Problem> {
    let says = message.render_above(cause.map(|cause| &cause.footer));
    says.map_err(|error| Problem::internal(error.to_string()))
}
