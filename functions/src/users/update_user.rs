//! Changes what the account has on record of a user, and their groups; until it is activated, also the
//! address.

use std::collections::BTreeSet;

use deserr::Deserr;
use futures::join;
use schemars::JsonSchema;
use serde_json::json;
use shared::{
    domain::{
        Email, FieldErrors, GroupId, Invalid, PersonName, Phone, event::Action, user::MOST_GROUPS,
    },
    http::{
        Account, Call, Code, Json, Problem,
        input::{Few, Given, Patch},
    },
    table::{
        Attempts, Change, Condition, Entity, Write, WriteError,
        group::Member,
        keys,
        user::{GroupSet, User},
    },
};

use super::{
    address::{self, NewAddress},
    invite_user::named_groups,
    views::{Joined, UserView, may_edit, view},
};
use crate::scope::{groups_within, sees};

/// What to change: what is left out stays, `null` is taken away.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// The account's own record of the name.
    #[deserr(default)]
    #[schemars(default)]
    name: Patch<PersonName>,
    /// The account's own record of the phone number.
    #[deserr(default)]
    #[schemars(default)]
    phone: Patch<Phone>,
    /// The groups that they are in from now on. For a manager who is kept to groups these are
    /// those of the manager's own; the user stays in the others.
    #[deserr(default)]
    #[schemars(default)]
    group_ids: Given<Few<GroupId, 0, MOST_GROUPS>>,
    /// Until they have activated: where they are reached. Who is invited is mailed a new link there,
    /// and the older one is dead.
    #[deserr(default)]
    #[schemars(default)]
    email: Given<Email>,
}

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// The user is the one that was read.
    User,
    /// The groups are as they were read.
    Groups,
    /// What holds of the new address.
    Address(address::Rule),
}

/// Changes a user. The user's unchanged version is the condition of the write, in which each group
/// that is joined or left counts its members; who did not say which version they saw changes the
/// newest.
pub async fn update_user(call: Call<Account, Input>) -> Result<Json<UserView>, Problem> {
    let (app, account) = (&call.app, call.who.account);
    let mut old: User = call.found(&keys::user(account, call.path.user()?))?;
    if !sees(app, &call.who.within, &old).await? {
        return Err(Problem::not_found());
    }
    if !may_edit(&call.who, &old) {
        return Err(Problem::new(Code::Forbidden));
    }
    let named = call.body.group_ids.0.as_ref().map_or(&[][..], |groups| &groups.0);
    let named = named_groups(named, &call.read, &call.who.within, account)?;
    let named: BTreeSet<_> = named.iter().map(|group| group.group_id).collect();
    let email = call.body.email.0.as_ref();
    let mut address = email.map(|email| NewAddress::read(&call, email)).transpose()?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let mut new = changed(&call, &old, &named)?;
        if let Some(address) = &address {
            address.give(app, &mut new)?;
        }
        if is_same(&old, &new) {
            return Ok(Json(view(app, old, &call.who).await?));
        }
        // One that is not there any longer has nothing to count.
        let gone = old.group_ids.difference(&new.group_ids).copied();
        let left: Vec<_> =
            app.table.groups(account, gone).await?.iter().map(|group| group.group_id).collect();
        let shown = std::slice::from_ref(&new);
        let (written, joined) = join!(
            write(&call, (&old, &new), &left, address.as_ref()).run(),
            Joined::read(app, shown)
        );
        match written {
            Ok(()) => return Ok(Json(joined?.view(new, &call.who)?)),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(Rule::User, Some(newer))) => {
                old = attempts.newest(&app.table, newer).await?
            }
            Err(WriteError::Refused(Rule::User, None)) => return Err(Problem::not_found()),
            Err(WriteError::Refused(Rule::Address(rule), item)) => {
                if let Some(address) = &mut address {
                    address.learn(app, rule, item).await?;
                }
            }
            Err(WriteError::Refused(Rule::Groups, _)) => {
                let there = app.table.groups(account, named.iter().copied()).await?;
                if there.len() < named.len() {
                    return Err(Problem::field("group_ids", Invalid::not_found()));
                }
                old = app.table.get(&old.key()).await?.ok_or_else(Problem::not_found)?;
            }
        }
    }
    Err(Problem::unavailable("a user kept changing"))
}

fn changed(
    call: &Call<Account, Input>,
    old: &User,
    named: &BTreeSet<GroupId>,
) -> Result<User, Problem> {
    let mut new = User { version: old.version + 1, ..old.clone() };
    new.name = call.body.name.clone().over(new.name);
    new.phone = call.body.phone.clone().over(new.phone);
    if call.body.group_ids.0.is_some() {
        new.group_ids = match groups_within(&call.who.within) {
            Some(own) => old.group_ids.difference(own).chain(named).copied().collect(),
            None => named.clone(),
        };
    }
    if new.group_ids.len() > MOST_GROUPS {
        let many = format!("Must be at most {MOST_GROUPS} groups.");
        return Err(Problem::field("group_ids", Invalid::new("wrong_size", many)));
    }
    Ok(new)
}

fn is_same(a: &User, b: &User) -> bool {
    (&a.name, &a.phone, &a.group_ids, &a.email) == (&b.name, &b.phone, &b.group_ids, &b.email)
}

fn write<'t>(
    call: &'t Call<Account, Input>,
    (old, new): (&User, &User),
    left: &[GroupId],
    address: Option<&NewAddress>,
) -> Write<'t, Rule> {
    let (account_id, user_id) = (new.account_id, new.user_id);
    let change = Change::of(new.key())
        .set_or_remove("name", new.name.as_ref())
        .set_or_remove("phone", new.phone.as_ref())
        .set_or_remove("group_ids", GroupSet::of(&new.group_ids))
        .set("version", new.version)
        .places(new.index());
    let same = Condition::is("version", old.version);
    let corrected = address.filter(|_| old.email != new.email);
    let mut write = match corrected {
        Some(address) => {
            let change = address::moved(change, new);
            let same = Condition::All(vec![same, address::same_link(old)]);
            let write = call.app.table.write().change(change, same, Rule::User);
            address.write(write, (old, new), Rule::Address)
        }
        None => call.app.table.write().change(change, same, Rule::User),
    };
    let members = |group: GroupId, change: i32| {
        Change::of(keys::group(account_id, group)).count("member_count", change)
    };
    for group_id in new.group_ids.difference(&old.group_ids).copied() {
        write = write.create(&Member { account_id, group_id, user_id }, Rule::Groups).change(
            members(group_id, 1),
            Condition::Present,
            Rule::Groups,
        );
    }
    for group_id in left.iter().copied() {
        let member = Member { account_id, group_id, user_id }.key();
        write = write.delete(&member, Condition::Present, Rule::Groups).change(
            members(group_id, -1),
            Condition::Present,
            Rule::Groups,
        );
    }
    let subject = ("user", user_id.to_string());
    let changes = json!({
        "name": { "from": old.name, "to": new.name },
        "phone": { "from": old.phone, "to": new.phone },
        "groups": { "from": old.group_ids, "to": new.group_ids },
        "email": { "from": old.email, "to": new.email },
    });
    let actor = &call.who.caller.actor;
    write.put(&call.event(account_id, actor, Action::UserChanged, subject, changes))
}
