//! Tells an account's holder by mail what concerns its safety: a new API key, admin, holder or manager,
//! and the keys that somebody leaves behind who was in charge. What happened follows from the changed
//! items themselves, so no operation owes these mails, and none can forget them.

use shared::{
    app::App,
    domain::{AccountId, Email, MailId, Role},
    http::Problem,
    table::{
        Entity,
        account::Account,
        api_key::ApiKey,
        keys,
        mail::{Content, Mail, SafetyNews},
        manager::Manager,
        user::User,
    },
};

use super::{
    Record,
    owing::{holder, mail_id, owe},
    record::read,
};

/// What is to be told.
struct Told {
    account: AccountId,
    /// Named by what happened, so that telling it again owes no second mail.
    id: MailId,
    /// To whom, if not to the holder.
    to: Option<Email>,
    news: SafetyNews,
}

/// The most keys that one mail names.
const MOST_KEYS: usize = 100;

/// Owes the mail of a change that concerns an account's safety.
pub async fn tell(app: &App, record: &Record) -> Result<(), Problem> {
    let told = match news(record)? {
        Some(told) => Some(told),
        None => keys_left(app, record).await?,
    };
    let Some(told) = told else { return Ok(()) };
    let account: Option<Account> = app.table.get(&keys::account(told.account)).await?;
    // Nobody is left to be told of a closed account.
    let Some(account) = account else { return Ok(()) };
    let to = match told.to {
        Some(to) => to,
        None => holder(app, told.account).await?,
    };
    let content = Content::AccountSafety { account: account.name, news: told.news };
    owe(app, &Mail::owed(told.id, told.account, to, content, app.clock.now())).await
}

/// What a changed item tells by itself.
fn news(record: &Record) -> Result<Option<Told>, Problem> {
    if let (None, Some(key)) = (&record.old, read::<ApiKey>(record.new.as_ref())?) {
        let news =
            SafetyNews::ApiKeyMade { name: key.name, by: key.created_by.and_then(|by| by.email) };
        let (account, id) = (key.account_id, mail_id(key.key_id.ulid(), 1, 0));
        return Ok(Some(Told { account, id, to: None, news }));
    }
    if let Some(manager) = read::<Manager>(record.new.as_ref())? {
        let was = read::<Manager>(record.old.as_ref())?;
        let accepted = |manager: &Manager| manager.accepted_at.is_some();
        let is_new = accepted(&manager) && !was.as_ref().is_some_and(accepted);
        let (account, id) = (manager.account_id, mail_id(manager.manager_id.ulid(), 2, 0));
        let told = manager.person().filter(|_| is_new).map(|person| {
            let news = SafetyNews::ManagerAccepted { manager: person.email.to_string() };
            Told { account, id, to: None, news }
        });
        return Ok(told);
    }
    let (was, is) = (read::<User>(record.old.as_ref())?, read::<User>(record.new.as_ref())?);
    Ok(was.zip(is).and_then(|(was, is)| of_role(was.role, is)))
}

/// What a user's new role tells.
fn of_role(was: Role, user: User) -> Option<Told> {
    let (to, news) = match (was, user.role) {
        (Role::Admin | Role::Driver, Role::Holder) => (Some(user.email), SafetyNews::HeldByReader),
        (Role::Holder, Role::Admin | Role::Driver) => {
            (Some(user.email), SafetyNews::HeldByReaderNoLonger)
        }
        (Role::Driver, Role::Admin) => (None, SafetyNews::AdminAppointed { admin: user.email }),
        _ => return None,
    };
    let id = mail_id(user.user_id.ulid(), 3, user.version);
    Some(Told { account: user.account_id, id, to, news })
}

/// The keys of somebody who was in charge and is no longer: their programs go on.
async fn keys_left(app: &App, record: &Record) -> Result<Option<Told>, Problem> {
    let Some(was) = read::<User>(record.old.as_ref())? else { return Ok(None) };
    let in_charge = |user: &User| matches!(user.role, Role::Holder | Role::Admin);
    if !in_charge(&was) || read::<User>(record.new.as_ref())?.as_ref().is_some_and(in_charge) {
        return Ok(None);
    }
    let page = app.table.page(&keys::api_keys_of(was.account_id), MOST_KEYS, None, false).await?;
    let (person, now) = (was.person_id.to_string(), app.clock.now());
    let all = page.items.into_iter().map(ApiKey::from_item).collect::<Result<Vec<_>, _>>()?;
    let theirs = all.into_iter().filter(|key| {
        key.expires_at.is_none_or(|end| end > now)
            && key.created_by.as_ref().is_some_and(|by| by.id.as_ref() == Some(&person))
    });
    let keys: Vec<_> = theirs.map(|key| key.name).collect();
    if keys.is_empty() {
        return Ok(None);
    }
    let id = mail_id(was.user_id.ulid(), 4, was.version);
    let news = SafetyNews::KeysLeft { by: was.email, keys };
    Ok(Some(Told { account: was.account_id, id, to: None, news }))
}
