//! How the caller and their contexts are shown.

use std::cmp::Reverse;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, AccountName, Email, PersonId, PersonName, Phone, Role, Scope,
        text::Label,
    },
    http::Problem,
    table::{
        Entity,
        account::Account,
        keys,
        person::{Context, Person},
    },
};

/// A person, as shown to themselves.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Person")]
pub struct PersonView {
    /// Who.
    id: PersonId,
    /// Their address.
    email: Email,
    /// Their name.
    name: Option<PersonName>,
    /// Their phone number.
    phone: Option<Phone>,
    /// When they last signed in.
    last_sign_in_at: Option<Timestamp>,
}

impl PersonView {
    /// How this person is shown.
    pub fn of(person: &Person) -> Self {
        Self {
            id: person.person_id,
            email: person.email.clone(),
            name: person.name.clone(),
            phone: person.phone.clone(),
            last_sign_in_at: person.last_sign_in_at,
        }
    }
}

/// An account, as it is named in a context.
#[derive(Serialize, JsonSchema)]
pub struct ContextAccount {
    /// Which.
    id: AccountId,
    /// Its name.
    name: AccountName,
    /// What it is.
    kind: AccountKind,
}

/// An account that a person may act in.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Context")]
pub struct ContextView {
    /// Where.
    account: ContextAccount,
    /// As what.
    role: Role,
    /// How far a manager's right reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    /// The person's own labels.
    labels: Vec<Label>,
    /// How many active drivers they have before them.
    driver_count: u32,
    /// When they last acted in it, to within an hour.
    last_used_at: Timestamp,
}

impl ContextView {
    /// How this context is shown.
    pub fn of(context: Context, account: &Account) -> Self {
        let driver_count = match (&context.role, &context.scope) {
            (Role::Driver, _) => 1,
            (_, Some(Scope::Drivers { user_ids })) => {
                u32::try_from(user_ids.len()).unwrap_or(u32::MAX)
            }
            _ => account.active_drivers,
        };
        Self {
            account: ContextAccount {
                id: account.account_id,
                name: account.name.clone(),
                kind: account.kind,
            },
            role: context.role,
            scope: context.scope,
            labels: context.labels,
            driver_count,
            last_used_at: context.last_used_at,
        }
    }
}

/// How many contexts come with a sign-in and with `/v1/me`; the list of contexts goes on.
const FIRST: usize = 100;

/// A person's first contexts: the current one, then those used last.
pub async fn contexts_of(app: &App, person: &Person) -> Result<Vec<ContextView>, Problem> {
    let range = keys::contexts_of(person.person_id);
    let page = app.table.page(&range, FIRST, None, false).await?;
    let contexts = page.items.into_iter().map(Context::from_item).collect::<Result<Vec<_>, _>>()?;
    views(app, contexts, person.current_account_id).await
}

/// How some contexts are shown, the current one first, then those used last.
pub async fn views(
    app: &App,
    mut contexts: Vec<Context>,
    current: Option<AccountId>,
) -> Result<Vec<ContextView>, Problem> {
    contexts.sort_by_key(|context| {
        (current != Some(context.account_id), Reverse(context.last_used_at))
    });
    let wanted = contexts.iter().map(|context| keys::account(context.account_id));
    let accounts =
        if contexts.is_empty() { Default::default() } else { app.table.get_many(wanted).await? };
    let mut views = Vec::with_capacity(contexts.len());
    for context in contexts {
        if let Some(account) = accounts.get::<Account>(&keys::account(context.account_id))? {
            views.push(ContextView::of(context, &account));
        }
    }
    Ok(views)
}
