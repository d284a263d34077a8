//! What operations want read together with their caller's standing, so that it costs no round
//! trip of its own.

use serde_json::Value;
use shared::{
    app::App,
    domain::{AccountName, Email, code::Code},
    http::{
        page::MOST,
        route::{Asking, Reading},
        rows::MOST_ROWS,
    },
    seal::token::Credential,
    table::{Key, keys, limit},
};

/// Keys that are known without asking anybody.
fn known<'a>(keys: impl IntoIterator<Item = Key>) -> Reading<'a> {
    let keys = keys.into_iter().collect();
    Box::pin(async { Ok(keys) })
}

/// A text of the body. What is not there or not well-formed is refused later, by its name.
fn text<'a>(asking: &Asking<'a>, field: &str) -> Option<&'a str> {
    asking.body?.get(field).and_then(Value::as_str)
}

/// The account of the path.
pub fn account<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.account().ok().map(keys::account))
}

/// The own text of invitations of the account of the path.
pub fn invitation_text<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.account().ok().map(keys::invitation_text))
}

/// How the caller stands in the account that they choose.
pub fn chosen_context<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(Credential::Session(token)) = asking.credential else { return known(None) };
    let account = text(asking, "account_id").and_then(|text| text.parse().ok());
    known(
        account
            .into_iter()
            .flat_map(|account| [keys::context(token.person, account), keys::account(account)]),
    )
}

/// The company that has the name of the query.
pub fn named_account<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let name = asking.query.get("name").and_then(Value::as_str);
    let name = name.and_then(|name| AccountName::parse(name).ok());
    known(name.map(|name| keys::name(&name.folded())))
}

/// The course of the path.
pub fn course<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.course().ok().map(keys::course))
}

/// The course that the body names.
pub fn course_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(text(asking, "course_id").and_then(|text| text.parse().ok()).map(keys::course))
}

/// Whose address the body names.
pub fn owner_of_email<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(text(asking, "email").and_then(|text| Email::parse(text).ok()).as_ref().map(keys::email))
}

/// The groups that the body names: no more than a call may name.
pub fn groups_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let Some(account) = asking.path.account().ok() else { return known(None) };
    let groups = asking.body.and_then(|body| body.get("group_ids")?.as_array());
    let groups = groups.into_iter().flatten().take(MOST_ROWS);
    known(
        groups
            .filter_map(|group| group.as_str()?.parse().ok())
            .map(move |group| keys::group(account, group)),
    )
}

/// The user that the body names.
pub fn user_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let user = text(asking, "user_id").and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(user).map(|(account, user)| keys::user(account, user)))
}

/// The account's licences of the course that the body names.
pub fn pool_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let course = text(asking, "course_id").and_then(|text| text.parse().ok());
    let account = asking.path.account().ok();
    known(account.zip(course).map(|(account, course)| keys::pool(account, course)))
}

/// The order of the path.
pub fn order<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.order().ok().map(keys::order))
}

/// The batch of the path.
pub fn batch<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let batch = asking.path.batch().ok();
    known(batch.map(|batch| keys::batch(shared::domain::code::BatchNumber::of(batch))))
}

/// The user of the path.
pub fn user<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.user().ok()).map(|(account, user)| keys::user(account, user)))
}

/// The group of the path.
pub fn group<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.group().ok()).map(|(account, group)| keys::group(account, group)))
}

/// The group that the query names.
pub fn group_of_query<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let group = asking.query.get("group").and_then(Value::as_str);
    let group = group.and_then(|text| text.parse().ok());
    known(asking.path.account().ok().zip(group).map(|(account, group)| keys::group(account, group)))
}

/// The users that the body names: no more than a call may name.
pub fn users_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    let listed = asking.body.and_then(|body| body.get("user_ids")?.as_array());
    let listed = listed.into_iter().flatten().take(MOST_ROWS);
    let users = listed.filter_map(|user| user.as_str()?.parse().ok());
    known(users.filter_map(|user| Some(keys::user(account?, user))))
}

/// The account of the path that drivers are shared with.
pub fn recipient<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.path.recipient().ok().map(keys::account))
}

/// The user of the path as the account's own, with whom they are shared, and as one that is shared
/// with the account.
pub fn driver<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.user().ok()).into_iter().flat_map(|(account, user)| {
        [
            keys::user(account, user),
            keys::sharing(account, user),
            keys::shared_driver(account, user),
        ]
    }))
}

/// The share of the path's user with the path's recipient.
pub fn share<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let recipient = asking.path.recipient().ok();
    let share = recipient.zip(asking.path.user().ok());
    known(share.map(|(recipient, user)| keys::shared_driver(recipient, user)))
}

/// The drivers that the body names, and whether they are shared with the path's recipient.
pub fn drivers_of_body<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let accounts = asking.path.account().ok().zip(asking.path.recipient().ok());
    let ids = asking.body.and_then(|body| body.get("driver_ids")).and_then(Value::as_array);
    let ids = ids.into_iter().flatten().take(MOST).filter_map(|id| id.as_str()?.parse().ok());
    known(accounts.into_iter().flat_map(|(account, recipient)| {
        let both = |id| [keys::user(account, id), keys::shared_driver(recipient, id)];
        ids.clone().flat_map(both).collect::<Vec<_>>()
    }))
}

/// The route of the path.
pub fn route<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let account = asking.path.account().ok();
    known(account.zip(asking.path.route().ok()).map(|(account, route)| keys::route(account, route)))
}

/// The batch of the body's code, and what became of the code.
pub fn code_of_body<'a>(app: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    let code = text(asking, "code").and_then(|text| Code::parse(text).ok());
    Box::pin(async move {
        let Some(code) = code else { return Ok(vec![]) };
        let place = app.seal.codes().await?.open(&code);
        Ok(place
            .map_or(vec![], |(number, index)| vec![keys::batch(number), keys::code(number, index)]))
    })
}

/// How many unknown codes the caller has tried lately.
pub fn unknown_codes<'a>(_: &'a App, asking: &'a Asking<'a>) -> Reading<'a> {
    known(asking.credential.map(|credential| {
        limit::UNKNOWN_CODES.key(&match credential {
            Credential::Session(token) => token.person.to_string(),
            Credential::ApiKey(token) => token.key.to_string(),
        })
    }))
}
