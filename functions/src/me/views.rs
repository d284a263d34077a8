//! How the caller and their contexts are shown.

use futures::{StreamExt, TryStreamExt, stream, try_join};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{
        AccountId, AccountKind, AccountName, Email, PersonId, PersonName, Phone, Role, Scope,
        TimeZone, text::Label,
    },
    http::{Problem, Within},
    table::{
        Items,
        account::Account,
        keys,
        person::{Context, Person},
    },
};

use crate::{drivers::views::AccountRef, scope::Drivers};

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
    /// The time zone that they read times in; without, it is that of the account.
    time_zone: Option<TimeZone>,
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
            time_zone: person.time_zone.clone(),
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

impl ContextAccount {
    /// How this account is named.
    pub fn of(account: &Account) -> Self {
        Self { id: account.account_id, name: account.name.clone(), kind: account.kind }
    }
}

/// An account that a person may act in.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Context")]
pub struct ContextView {
    /// Where.
    account: ContextAccount,
    /// As what.
    role: Role,
    /// How far a manager's right reaches: what is no longer there is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    /// The firm for which they look after it, if they do so for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<AccountRef>,
    /// The person's own labels, then those that the people of their firm share.
    labels: Vec<Label>,
    /// How many active drivers they have before them.
    driver_count: u32,
    /// When they last acted in it, to within an hour.
    last_used_at: Timestamp,
}

impl ContextView {
    /// Whether it carries this label.
    pub fn carries(&self, label: &Label) -> bool {
        self.labels.contains(label)
    }

    /// Which account it is of.
    pub fn account_id(&self) -> AccountId {
        self.account.id
    }

    /// How this context is shown, its drivers counted.
    pub async fn read(app: &App, context: Context, account: &Account) -> Result<Self, Problem> {
        let (drivers, firm) = try_join!(drivers_before(app, &context), firm_of(app, &context))?;
        Ok(Self::with(context, account, firm, drivers))
    }

    /// How this context is shown with the drivers that its scope holds, if it has one.
    fn with(
        context: Context,
        account: &Account,
        firm: Option<AccountRef>,
        drivers: Option<Drivers>,
    ) -> Self {
        let scope = drivers.as_ref().map(Drivers::scope).or(context.scope.clone());
        let driver_count = driver_count(&context, account, drivers);
        Self::of(Context { scope, ..context }, account, firm, driver_count)
    }

    /// How this context is shown.
    pub fn of(
        context: Context,
        account: &Account,
        firm: Option<AccountRef>,
        driver_count: u32,
    ) -> Self {
        Self {
            account: ContextAccount::of(account),
            role: context.role,
            scope: context.scope,
            via: firm,
            labels: labels(context.labels, context.firm_labels),
            driver_count,
            last_used_at: context.last_used_at,
        }
    }
}

/// A person's own labels and those of their firm, each once.
fn labels(mut own: Vec<Label>, firms: Vec<Label>) -> Vec<Label> {
    let others: Vec<_> = firms.into_iter().filter(|label| !own.contains(label)).collect();
    own.extend(others);
    own
}

/// Which drivers somebody has before them in a context, where that is not the whole account.
async fn drivers_before(app: &App, context: &Context) -> Result<Option<Drivers>, Problem> {
    match context.scope.clone() {
        Some(scope) => Drivers::within(app, context.account_id, &Within::Scope(scope)).await,
        None => Ok(None),
    }
}

/// How many active drivers somebody has before them; drivers have themselves.
fn driver_count(context: &Context, account: &Account, drivers: Option<Drivers>) -> u32 {
    match (context.role, drivers) {
        (Role::Driver, _) => 1,
        (_, Some(drivers)) => drivers.count(account),
        (_, None) => account.active_drivers,
    }
}

/// For how many contexts at a time their drivers are looked at.
pub const SIDE_BY_SIDE: usize = 25;

/// How those of some contexts that count are shown, in their order.
pub async fn views(app: &App, contexts: Vec<Context>) -> Result<Vec<ContextView>, Problem> {
    let contexts = app.table.standing(contexts).await?;
    let drivers: Vec<_> = contexts.iter().map(|context| drivers_before(app, context)).collect();
    let drivers = stream::iter(drivers).buffered(SIDE_BY_SIDE).try_collect::<Vec<_>>();
    let (accounts, drivers) = try_join!(accounts_of(app, &contexts), drivers)?;
    let mut views = Vec::with_capacity(contexts.len());
    for (context, drivers) in contexts.into_iter().zip(drivers) {
        if let Some(account) = accounts.get(&keys::account(context.account_id))? {
            let firm: Option<Account> = match context.via {
                Some(via) => accounts.get(&keys::account(via.firm_id))?,
                None => None,
            };
            let firm = firm.as_ref().map(AccountRef::of);
            views.push(ContextView::with(context, &account, firm, drivers));
        }
    }
    Ok(views)
}

/// The accounts of some contexts, and the firms for which they are.
async fn accounts_of(app: &App, contexts: &[Context]) -> Result<Items, Problem> {
    let wanted = contexts.iter().flat_map(|context| {
        let firm = context.via.map(|via| via.firm_id);
        [context.account_id].into_iter().chain(firm).map(keys::account)
    });
    Ok(app.table.get_many(wanted).await?)
}

/// The firm for which somebody looks after an account; for none, without asking.
pub async fn firm_of(app: &App, context: &Context) -> Result<Option<AccountRef>, Problem> {
    let Some(via) = context.via else { return Ok(None) };
    let firm: Option<Account> = app.table.get(&keys::account(via.firm_id)).await?;
    Ok(firm.as_ref().map(AccountRef::of))
}
