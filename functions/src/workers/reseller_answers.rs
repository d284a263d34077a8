//! Tells a company's holder by mail what the operator said to its request to become a reseller.

use shared::{
    app::App,
    http::Problem,
    table::{
        account::Account,
        keys,
        mail::{Content, Mail},
        reseller_request::ResellerRequest,
    },
};

use super::{
    Record,
    owing::{holder, owe},
    record::read,
};

/// Owes the mail of a request that was answered just now. The answer names it, so that telling it
/// again owes none twice.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let Some(request) = read::<ResellerRequest>(record.new.as_ref())? else { return Ok(()) };
    let was = read::<ResellerRequest>(record.old.as_ref())?;
    let told_before = was.is_some_and(|was| !was.is_open());
    let Some(answer) = request.answer.filter(|_| !told_before) else { return Ok(()) };
    // Nobody is left to be told of a closed account.
    let account: Option<Account> = app.table.get(&keys::account(request.account_id)).await?;
    let Some(account) = account else { return Ok(()) };
    let to = holder(app, account.account_id).await?;
    let content = Content::ResellerAnswer { account: account.name, granted: answer.granted };
    owe(app, &Mail::owed(answer.mail_id, account.account_id, to, content, answer.at)).await
}
