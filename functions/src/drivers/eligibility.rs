//! Who is a driver of an account.

use shared::{
    domain::{AccountId, AccountKind, Role, UserStatus},
    table::{
        Condition, Write,
        account::Account,
        keys::{self, Range},
        user::User,
    },
};

/// Whether somebody is an active driver of an account: whoever holds an individual one is.
pub fn is_driver(user: &User, account: &Account) -> bool {
    user.role == role_of_drivers(account) && user.status() == UserStatus::Active
}

/// The role that drivers of such an account have.
pub fn role_of_drivers(account: &Account) -> Role {
    match account.kind {
        AccountKind::Company => Role::Driver,
        AccountKind::Individual => Role::Holder,
    }
}

/// Every active driver of an account whose address begins so.
pub fn drivers_of(account: &Account, beginning: &str) -> Range {
    let (id, role) = (account.account_id, role_of_drivers(account));
    keys::users_with_address(id, role, UserStatus::Active, beginning)
}

/// Makes it a condition of a write that the user is a driver still.
#[must_use]
pub fn check_driver<'t, R: Clone>(write: Write<'t, R>, user: &User, rule: R) -> Write<'t, R> {
    check(write, user, vec![], rule)
}

/// The same for what carries their address: they have it still, so that the newest of it follows when
/// they change it.
#[must_use]
pub fn check_driver_at_address<'t, R: Clone>(
    write: Write<'t, R>,
    user: &User,
    rule: R,
) -> Write<'t, R> {
    check(write, user, vec![Condition::is("email", &user.email)], rule)
}

fn check<'t, R: Clone>(
    write: Write<'t, R>,
    user: &User,
    mut all: Vec<Condition>,
    rule: R,
) -> Write<'t, R> {
    all.extend([Condition::is("role", user.role), Condition::Has("activated_at")]);
    let driver = Condition::All(all);
    let key = keys::user(user.account_id, user.user_id);
    let write = write.check(&key, driver, rule.clone());
    match user.role {
        Role::Holder => check_individual(write, user.account_id, rule),
        _ => write,
    }
}

/// A company's holder drives no longer.
fn check_individual<R: Clone>(write: Write<'_, R>, account: AccountId, rule: R) -> Write<'_, R> {
    let individual = Condition::is("kind", AccountKind::Individual);
    write.check(&keys::account(account), individual, rule)
}
