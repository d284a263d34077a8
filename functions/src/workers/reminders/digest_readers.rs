//! Who reads an account's digest: its holder and admins, its managers, and those whom firms sent to it.

use shared::{
    app::App,
    domain::{AccountId, Email, PersonId, PersonName, Role, UserStatus},
    http::{Problem, Within},
    table::{client::Client, keys, manager::Manager, person::Person, user::User},
};

/// Those who look after an account.
pub struct Readers {
    /// They.
    pub readers: Vec<Reader>,
    /// Those who are invited to.
    pub invited: Vec<Manager>,
}

/// Somebody who looks after an account.
pub struct Reader {
    /// Who.
    pub person: PersonId,
    /// Their address.
    pub email: Email,
    /// Their name, where it is known.
    pub name: Option<PersonName>,
    /// How much of the account they see.
    pub within: Within,
}

/// How many users are read at a time.
const PAGE: usize = 500;

/// Those who look after an account.
pub async fn readers(app: &App, account: AccountId) -> Result<Readers, Problem> {
    let mut readers = in_charge(app, account).await?;
    let managers: Vec<Manager> = app.table.all(&keys::managers_of(account)).await?;
    let (active, invited): (Vec<_>, Vec<_>) =
        managers.into_iter().partition(|manager| manager.accepted_at.is_some());
    let firms = active.iter().filter_map(|manager| Some((manager.firm()?, manager)));
    for (firm, manager) in firms {
        readers.extend(sent(app, firm, manager).await?);
    }
    let own = active.iter().filter_map(|manager| Some((manager.person()?, manager)));
    readers.extend(own.map(|(person, manager)| Reader {
        person: person.person_id,
        email: person.email.clone(),
        name: person.name.clone(),
        within: Within::Scope(manager.scope.clone()),
    }));
    Ok(Readers { readers, invited })
}

/// The holder and the admins.
async fn in_charge(app: &App, account: AccountId) -> Result<Vec<Reader>, Problem> {
    let mut readers = vec![];
    for role in [Role::Holder, Role::Admin] {
        let range = keys::users_with_address(account, role, UserStatus::Active, "");
        let mut start = None;
        loop {
            let page = app.table.page_of::<User>(&range, PAGE, start, false).await?;
            readers.extend(page.items.into_iter().map(|user| Reader {
                person: user.person_id,
                email: user.email,
                name: user.name,
                within: Within::Everything,
            }));
            start = page.next;
            if start.is_none() {
                break;
            }
        }
    }
    Ok(readers)
}

/// Those whom a firm sent to an account that it looks after.
async fn sent(app: &App, firm: AccountId, manager: &Manager) -> Result<Vec<Reader>, Problem> {
    let client: Option<Client> = app.table.get(&keys::client(firm, manager.account_id)).await?;
    let people = client.map(|client| client.people).unwrap_or_default();
    let wanted: Vec<_> = people.iter().map(|sent| keys::person(sent.person_id)).collect();
    let read = app.table.get_many(wanted.iter().cloned()).await?;
    let mut readers = vec![];
    for key in wanted {
        readers.extend(read.get::<Person>(&key)?.map(|person| Reader {
            person: person.person_id,
            email: person.email,
            name: person.name,
            within: Within::Scope(manager.scope.clone()),
        }));
    }
    Ok(readers)
}
