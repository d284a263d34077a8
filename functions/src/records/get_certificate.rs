//! A record's certificate, for its account.

use shared::{
    domain::Scope,
    http::{Account, Call, Pdf, Problem, Within},
    table::{invited::Invited, keys, person::Context, record::Record, user::User},
};

use super::certificate;
use crate::scope;

/// Makes the certificate of a record that the caller may see.
pub async fn get_certificate(call: Call<Account>) -> Result<Pdf, Problem> {
    let record: Record = call.found(&keys::record(call.who.account, call.path.record()?))?;
    if !sees(&call, &record).await? {
        return Err(Problem::not_found());
    }
    certificate::of(&call.app, &call.read, &record).await
}

/// Whether the caller may see a record, as in the list: a manager who is kept to groups or drivers sees
/// those of who is there and in the scope, also of an earlier membership.
async fn sees(call: &Call<Account>, record: &Record) -> Result<bool, Problem> {
    let (table, account) = (&call.app.table, call.who.account);
    if let Within::Everything | Within::Scope(Scope::Company) = call.who.within {
        return Ok(true);
    }
    let joined = keys::context(record.person_id, account);
    let invited = keys::invited(record.person_id, account);
    let found = table.get_many([joined.clone(), invited.clone()]).await?;
    let joined = found.get::<Context>(&joined)?.and_then(|one| one.user_id);
    let invited = found.get::<Invited>(&invited)?.and_then(|one| one.user_id);
    let Some(user) = joined.or(invited) else { return Ok(false) };
    let user: Option<User> = table.get(&keys::user(account, user)).await?;
    match user {
        Some(user) => scope::sees(&call.app, &call.who.within, &user).await,
        None => Ok(false),
    }
}
