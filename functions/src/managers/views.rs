//! How managers are shown.

use std::slice;

use futures::future::try_join_all;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{Email, ManagerId, ManagerStatus, PersonName, Scope, event::Actor},
    http::Problem,
    table::{
        Items, Key,
        account::Account,
        client::Client,
        keys,
        mail::{Mail, MailStatus},
        manager::Manager,
    },
};

use super::invitation::ManagerInvitation;
use crate::{
    drivers::views::AccountRef,
    firms::people::{FirmPersonView, People},
    scope::{named, still_there},
};

/// Somebody who looks after the account, or is invited to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Manager")]
pub struct ManagerView {
    /// Which.
    id: ManagerId,
    /// Their address; a firm has none.
    email: Option<Email>,
    /// Their own name for themselves when they accepted.
    name: Option<PersonName>,
    /// The firm, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    firm: Option<AccountRef>,
    /// Who of the firm looks after the account, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<Vec<FirmPersonView>>,
    /// How far the right reaches: what is no longer there is not in it.
    scope: Scope,
    /// Whether they have accepted.
    status: ManagerStatus,
    /// The invitation, for the invited address only: while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// What became of the newest mail with the invitation: while it is open, for 90 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<Delivery>,
    /// When they were invited.
    invited_at: Timestamp,
    /// Who invited them.
    invited_by: Actor,
    /// When they accepted.
    accepted_at: Option<Timestamp>,
    /// Counts its changes.
    version: u64,
}

/// What became of the mail that carries an invitation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Delivery")]
pub struct Delivery {
    /// How far it has come.
    status: MailStatus,
    /// When it was sent.
    sent_at: Option<Timestamp>,
}

impl Delivery {
    /// That of a mail which is only just owed.
    pub const OWED: Self = Self { status: MailStatus::Queued, sent_at: None };

    fn of(manager: &Manager, mails: &Items) -> Result<Option<Self>, Problem> {
        let Some(key) = mail_of(manager) else { return Ok(None) };
        let mail: Option<Mail> = mails.get(&key)?;
        Ok(mail.map(|Mail { status, sent_at, .. }| Self { status, sent_at }))
    }
}

/// The mail with a manager's invitation, while that is open.
fn mail_of(manager: &Manager) -> Option<Key> {
    manager.mail_id.filter(|_| manager.status() == ManagerStatus::Invited).map(keys::mail)
}

/// What is shown with a manager and lies elsewhere.
pub struct Beside {
    /// What became of the mail with the invitation.
    pub delivery: Option<Delivery>,
    /// The firm, if it is one that is there.
    pub firm: Option<FirmBeside>,
}

/// A firm with its people who look after the account.
pub struct FirmBeside {
    /// Which.
    pub account: AccountRef,
    /// Who.
    pub people: Vec<FirmPersonView>,
}

/// The firm's side of a manager that is one.
fn client_of(manager: &Manager) -> Option<Key> {
    Some(keys::client(manager.firm()?, manager.account_id))
}

/// Those of some managers that are firms, as the firms have them.
fn clients(read: &Items, managers: &[Manager]) -> Result<Vec<Client>, Problem> {
    let found = managers.iter().filter_map(client_of).map(|key| read.get(&key));
    Ok(found.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

impl Beside {
    /// Where it lies.
    fn keys(manager: &Manager) -> impl Iterator<Item = Key> + use<> {
        mail_of(manager)
            .into_iter()
            .chain(manager.firm().map(keys::account))
            .chain(client_of(manager))
    }

    fn among(read: &Items, people: &People, manager: &Manager) -> Result<Self, Problem> {
        let firm: Option<Account> = match manager.firm() {
            Some(firm) => read.get(&keys::account(firm))?,
            None => None,
        };
        let client: Option<Client> = match client_of(manager) {
            Some(client) => read.get(&client)?,
            None => None,
        };
        let people = client.map_or(Ok(vec![]), |client| people.of(&client))?;
        let firm = firm.map(|firm| FirmBeside { account: AccountRef::of(&firm), people });
        Ok(Self { delivery: Delivery::of(manager, read)?, firm })
    }

    /// Reads what is shown with a manager; where there is nothing, without asking.
    pub async fn read(app: &App, manager: &Manager) -> Result<Self, Problem> {
        let read = app.table.get_many(Self::keys(manager)).await?;
        let people = People::read(app, &clients(&read, slice::from_ref(manager))?).await?;
        Self::among(&read, &people, manager)
    }
}

/// How a manager is shown to those who manage the account.
pub async fn view(app: &App, manager: Manager) -> Result<ManagerView, Problem> {
    let beside = Beside::read(app, &manager).await?;
    ManagerView::of(app, manager, beside).await
}

/// How managers are shown to those who manage the account. What their scopes name is read with the
/// mails, so that what is no longer there is not shown.
pub async fn views(app: &App, managers: Vec<Manager>) -> Result<Vec<ManagerView>, Problem> {
    let wanted = managers.iter().flat_map(|manager| {
        named(manager.account_id, &manager.scope).into_iter().chain(Beside::keys(manager))
    });
    let read = app.table.get_many(wanted).await?;
    let people = People::read(app, &clients(&read, &managers)?).await?;
    let views = managers.into_iter().map(async |mut manager| {
        let beside = Beside::among(&read, &people, &manager)?;
        manager.scope = still_there(manager.account_id, manager.scope, &read);
        ManagerView::of(app, manager, beside).await
    });
    try_join_all(views).await
}

impl ManagerView {
    /// How this manager is shown, with what lies elsewhere.
    pub async fn of(
        app: &App,
        manager: Manager,
        Beside { delivery, firm }: Beside,
    ) -> Result<Self, Problem> {
        let person = manager.person();
        let (firm, people) = firm.map(|firm| (firm.account, firm.people)).unzip();
        // A firm is no address: its invitation has no link that anybody could open.
        let url = match (person, manager.status()) {
            (Some(_), ManagerStatus::Invited) => {
                Some(ManagerInvitation::of(&manager).url(app).await?)
            }
            _ => None,
        };
        Ok(Self {
            id: manager.manager_id,
            status: manager.status(),
            url,
            delivery,
            firm,
            people,
            email: person.map(|person| person.email.clone()),
            name: person.and_then(|person| person.name.clone()),
            scope: manager.scope,
            invited_at: manager.invited_at,
            invited_by: manager.invited_by,
            accepted_at: manager.accepted_at,
            version: manager.version,
        })
    }
}
