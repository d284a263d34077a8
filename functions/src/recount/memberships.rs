//! Who belongs to an account: its seats and drivers, the members of its groups, and how many
//! accounts each of its managers manages or is invited to manage.

use shared::{
    app::App,
    domain::{AccountId, AccountKind, Role},
    http::Problem,
    table::{
        Entity, Item, StoreError,
        account::Account,
        group::Group,
        invited::Invited,
        keys,
        manager::Manager,
        person::{Context, Person},
        user::User,
    },
};

use super::{
    Counting, Difference, MEMBERSHIPS_UNTIL, Outcome, PAUSE, each,
    looks::{self, by_amount},
    rest, side_by_side,
};

/// Counts who belongs to an account.
pub async fn recount(counting: Counting<'_>) -> Result<Outcome, Problem> {
    let Counting { app, account, .. } = counting;
    let look = |_| async move { Ok(by_amount(look(app, account).await?)) };
    looks::mend(counting, MEMBERSHIPS_UNTIL, look, || rest(PAUSE)).await
}

/// Reads what is kept, and counts.
async fn look(app: &App, account: AccountId) -> Result<Vec<Difference>, Problem> {
    let key = keys::account(account);
    let found = app.table.get_many([key.clone()]).await?;
    let kept = found.item(&key).ok_or_else(Problem::not_found)?;
    let mut differences = vec![];
    differences.extend(of_account(app, account, kept).await?);
    differences.extend(of_groups(app, &groups(app, account).await?).await?);
    differences.extend(of_people(app, &people(app, account).await?).await?);
    Ok(differences)
}

async fn groups(app: &App, account: AccountId) -> Result<Vec<Item>, StoreError> {
    let mut groups = vec![];
    each(app, &keys::groups_of(account), |group| {
        groups.push(group);
        Ok(())
    })
    .await?;
    Ok(groups)
}

/// The managers' own items.
async fn people(app: &App, account: AccountId) -> Result<Vec<Item>, StoreError> {
    let mut people = vec![];
    each(app, &keys::managers_of(account), |item| {
        let manager = Manager::from_item(item)?;
        people.extend(manager.person().map(|person| keys::person(person.person_id)));
        Ok(())
    })
    .await?;
    let found = app.table.get_many(people.iter().cloned()).await?;
    Ok(people.iter().filter_map(|key| found.item(key).cloned()).collect())
}

async fn of_account(
    app: &App,
    account_id: AccountId,
    kept: &Item,
) -> Result<Option<Difference>, StoreError> {
    let account = Account::from_item(kept.clone())?;
    // The holder of an individual account is its driver.
    let mut drivers = i64::from(account.kind == AccountKind::Individual);
    let mut seats = 0;
    each(app, &keys::users_of(account_id), |user| {
        seats += 1;
        drivers += i64::from(User::from_item(user)?.is_active_driver());
        Ok(())
    })
    .await?;
    let subject = ("account", account_id.to_string());
    Ok(Difference::held(kept, subject, &[("seats_used", seats), ("active_drivers", drivers)]))
}

async fn of_groups(app: &App, kept: &[Item]) -> Result<Vec<Difference>, StoreError> {
    let counted = side_by_side(kept, |item| async move {
        let group = Group::from_item(item.clone())?;
        let members = app.table.users_in_group(group.account_id, group.group_id).await?.len();
        let subject = ("group", group.group_id.to_string());
        let members = i64::try_from(members).unwrap_or(i64::MAX);
        Ok(Difference::held(item, subject, &[("member_count", members)]))
    });
    Ok(counted.await?.into_iter().flatten().collect())
}

async fn of_people(app: &App, kept: &[Item]) -> Result<Vec<Difference>, StoreError> {
    let counted = side_by_side(kept, |item| async move {
        let person = Person::from_item(item.clone())?.person_id;
        let mut manages = 0;
        each(app, &keys::contexts_of(person), |context| {
            manages += i64::from(Context::from_item(context)?.role == Role::Manager);
            Ok(())
        })
        .await?;
        let mut invited = 0;
        each(app, &keys::invitations_of(person), |invitation| {
            invited += i64::from(Invited::from_item(invitation)?.role == Role::Manager);
            Ok(())
        })
        .await?;
        let counted = [("manages", manages), ("invited_to_manage", invited)];
        Ok(Difference::held(item, ("person", person.to_string()), &counted))
    });
    Ok(counted.await?.into_iter().flatten().collect())
}
