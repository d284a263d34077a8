//! Tells a firm's holder by mail that it is invited to look after an account, and an account's holder
//! that the firm has accepted. Both follow from the firm's item of its client, so no operation owes
//! these mails, and none can forget them.

use shared::{
    app::App,
    http::Problem,
    table::{
        account::Account,
        client::Client,
        keys,
        mail::{Content, Mail, SafetyNews},
    },
};

use super::{
    Record,
    owing::{holder, mail_id, owe},
    record::read,
};

/// Owes the mail of an invitation, or of its acceptance. It is named by the right that it gives, so
/// telling it again owes no second one.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let was = read::<Client>(record.old.as_ref())?;
    let Some(client) = read::<Client>(record.new.as_ref())? else { return Ok(()) };
    let is_new = was.is_none();
    let is_accepted =
        client.accepted_at.is_some() && was.is_some_and(|was| was.accepted_at.is_none());
    if !is_new && !is_accepted {
        return Ok(());
    }
    let keys = [client.account_id, client.firm_id].map(keys::account);
    let found = app.table.get_many(keys.clone()).await?;
    let [account, firm] = [found.get::<Account>(&keys[0])?, found.get::<Account>(&keys[1])?];
    // Nobody is left to be told of what ended with a closed account.
    let Some((account, firm)) = account.zip(firm) else { return Ok(()) };
    let reader = if is_accepted { client.account_id } else { client.firm_id };
    let to = holder(app, reader).await?;
    let (kind, content) = match is_accepted {
        true => {
            let news = SafetyNews::ManagerAccepted { manager: firm.name.to_string() };
            (2, Content::AccountSafety { account: account.name, news })
        }
        false => (6, invited(&client, account, firm)),
    };
    let id = mail_id(client.manager_id.ulid(), kind, 0);
    owe(app, &Mail::owed(id, client.account_id, to, content, app.clock.now())).await
}

fn invited(client: &Client, account: Account, firm: Account) -> Content {
    let Client { account_id, manager_id, .. } = *client;
    Content::FirmInvited { account: account.name, account_id, manager_id, firm: firm.name }
}
