//! Ends, for a firm, that it looks after a client, or declines to.

use serde_json::json;
use shared::{
    domain::{MailId, event::Action},
    http::{Account, Call, NoContent, Problem},
    table::{
        Attempts, Condition, Write, WriteError,
        account::Account as AccountItem,
        client::Client,
        keys,
        mail::{Content, Mail},
        user::User,
    },
};

use super::trail::{By, entries};
use crate::managers::decline_invitation::who_manage;

/// Ends it on both sides, in one write however many of the firm's people look after the client. Its
/// unchanged version is the condition: one that a colleague accepts at this moment is ended as what it
/// became. Those who manage the client are told of an invitation that was declined.
pub async fn end_client(call: Call<Account>) -> Result<NoContent, Problem> {
    let account = call.path.client()?;
    let mut client: Client = call.found(&keys::client(call.who.account, account))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(client.version)?;
        let told =
            if client.accepted_at.is_none() { declined(&call, &client).await? } else { vec![] };
        let write = told.iter().fold(write(&call, &client), Write::put);
        match write.run().await {
            Ok(()) => return Ok(NoContent),
            Err(WriteError::Refused((), Some(newer))) => {
                client = attempts.newest(&call.app.table, newer).await?
            }
            Err(WriteError::Refused((), None)) => return Err(Problem::not_found()),
            Err(WriteError::Store(error)) => return Err(error.into()),
        }
    }
    Err(Problem::unavailable("a client kept changing"))
}

fn write<'c>(call: &'c Call<Account>, client: &Client) -> Write<'c, ()> {
    let actions = match client.accepted_at {
        Some(_) => (Action::ManagerLeft, Action::ClientEnded),
        None => (Action::ManagerDeclined, Action::FirmDeclined),
    };
    let by = By::Firm(&call.who.caller.actor);
    let [clients, firms] = entries(&call.app, client, by, actions, &json!({}));
    let write = call.app.table.write();
    end(write, client).put(&clients).put(&firms)
}

/// Adds to a write that a firm looks after a client no longer: both sides go.
pub fn end<'t>(write: Write<'t, ()>, client: &Client) -> Write<'t, ()> {
    write.delete(&keys::client(client.firm_id, client.account_id), client.unchanged(), ()).delete(
        &client.grant_key(),
        Condition::Present,
        (),
    )
}

/// The mails to those who manage the client.
async fn declined(call: &Call<Account>, client: &Client) -> Result<Vec<Mail>, Problem> {
    let app = &call.app;
    let Some(account) = call.read.get::<AccountItem>(&keys::account(client.account_id))? else {
        return Ok(vec![]);
    };
    let firm: AccountItem = call.found(&keys::account(client.firm_id))?;
    let mail = |user: User| {
        let (account, by) = (account.name.clone(), firm.name.to_string());
        let content = Content::InvitationDeclined { account, by, as_user: false };
        let id = MailId::new(app.clock.precise());
        Mail::owed(id, client.account_id, user.email, content, app.clock.now())
    };
    Ok(who_manage(app, client.account_id).await?.into_iter().map(mail).collect())
}
