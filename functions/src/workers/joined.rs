//! Tells an account's holder who has joined on the invitation of one of its programs: whoever invites is
//! told, and a program reads no mail. It follows from the changed user, so the call that activates owes
//! nothing for it.

use shared::{
    app::App,
    domain::event::ActorKind,
    http::Problem,
    table::{
        account::Account,
        keys,
        mail::{Content, Mail},
        user::User,
    },
};

use super::{
    Record,
    owing::{holder, mail_id, owe},
    record::read,
};

/// Owes the mail of a user's joining. It is named by the user, so telling it again owes no second one.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(user) = joined(record)? else { return Ok(()) };
    let account: Option<Account> = app.table.get(&keys::account(user.account_id)).await?;
    // Nobody is left to be told of a closed account.
    let Some(account) = account else { return Ok(()) };
    let to = holder(app, user.account_id).await?;
    let called = user.name.as_ref().map_or_else(|| user.email.to_string(), ToString::to_string);
    let content = Content::UserActivated { account: account.name, user: called, by_program: true };
    let id = mail_id(user.user_id.ulid(), 5, 0);
    owe(app, &Mail::owed(id, user.account_id, to, content, app.clock.now())).await
}

/// The user who joined by this change, if a program had invited them.
fn joined(record: &Record) -> Result<Option<User>, Problem> {
    let (was, is) = (read::<User>(record.old.as_ref())?, read::<User>(record.new.as_ref())?);
    let Some((was, is)) = was.zip(is) else { return Ok(None) };
    let by = was.invitation.as_ref().map(|invitation| invitation.by.kind);
    let joins = was.activated_at.is_none() && is.activated_at.is_some();
    Ok((joins && by == Some(ActorKind::ApiKey)).then_some(is))
}
