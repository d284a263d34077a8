//! Invites somebody to the account: they get an activation link by mail. Or only adds them: they are
//! invited later.

use std::collections::{BTreeSet, HashMap};

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    domain::{Email, FieldErrors, GroupId, Invalid, PersonName, Phone, UserId, user::MOST_GROUPS},
    http::{
        Account, Call, Code, Created, Problem, Within,
        input::{Few, Given},
    },
    table::{
        Items, account::Account as AccountItem, group::Group, keys, mail_room::MailRoom,
        person::EmailOwner,
    },
};

use super::{
    invitation::{Invitee, Inviting},
    views::UserView,
};
use crate::scope::groups_within;

/// Who is invited.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// Where the activation link goes.
    email: Email,
    /// The account's own record of the name.
    #[deserr(default)]
    name: Option<PersonName>,
    /// The account's own record of the phone number.
    #[deserr(default)]
    phone: Option<Phone>,
    /// Groups of the account. A manager who is kept to groups names one of them at least.
    #[deserr(default)]
    group_ids: Option<Few<GroupId, 0, MOST_GROUPS>>,
    /// `false` only adds them: they take a seat, and nothing is mailed until they are invited.
    #[deserr(default)]
    #[schemars(default)]
    invite: Given<bool>,
}

/// Invites somebody, or only adds them. The user's identifier is the same in every attempt of a request, so that of
/// attempts with one `Idempotency-Key` the first invites and the others find it.
pub async fn invite_user(call: Call<Account, Input>) -> Result<Created<UserView>, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let named = call.body.group_ids.as_ref().map_or(&[][..], |groups| &groups.0);
    let groups = named_groups(named, &call.read, &call.who.within, call.who.account)?;
    if groups.is_empty() && groups_within(&call.who.within).is_some() {
        let missing = Invalid::new("missing", "Name one of your groups at least.");
        return Err(Problem::field("group_ids", missing));
    }
    let owner: Option<EmailOwner> = call.read.get(&keys::email(&call.body.email))?;
    let invitee = Invitee {
        user_id: UserId::from_ulid(call.ulid),
        email: call.body.email.clone(),
        name: call.body.name.clone(),
        phone: call.body.phone.clone(),
        group_ids: groups.iter().map(|group| group.group_id).collect(),
        added: None,
    };
    let people: HashMap<_, _> =
        owner.into_iter().map(|owner| (owner.email, owner.person_id)).collect();
    let room = MailRoom::of(&account, call.app.clock.now()).read(&call.read, [&invitee.email])?;
    let (mine, invites) = (invitee.user_id, call.body.invite.0.unwrap_or(true));
    let inviting = Inviting { call: &call, account, people, held: HashMap::new(), room, invites };
    let outcome = inviting.run(&mut [invitee]).await.pop();
    let user = match outcome.unwrap_or_else(|| Err(Problem::internal("nobody was invited"))) {
        Err(problem) if matches!(problem.code, Code::AlreadyAUser | Code::MailLimitReached) => {
            // An earlier attempt at this request, whose answer got lost?
            let mine = keys::user(call.who.account, mine);
            call.app.table.get(&mine).await?.ok_or(problem)?
        }
        outcome => outcome?,
    };
    Ok(Created(UserView::of(user, &groups, Default::default(), &call.who)))
}

/// The groups that a body names in `group_ids`: they are the account's, and a manager's own where
/// the manager is kept to groups.
pub fn named_groups(
    named: &[GroupId],
    read: &Items,
    within: &Within,
    account: shared::domain::AccountId,
) -> Result<Vec<Group>, Problem> {
    let (mut groups, mut seen, mut errors) = (vec![], BTreeSet::new(), FieldErrors::default());
    for (index, id) in named.iter().enumerate() {
        let own = groups_within(within).is_none_or(|own| own.contains(id));
        match read.get::<Group>(&keys::group(account, *id))?.filter(|_| own) {
            Some(group) if seen.insert(*id) => groups.push(group),
            Some(_) => {}
            None => errors = errors.and(Invalid::not_found().at(format!("group_ids[{index}]"))),
        }
    }
    if errors.0.is_empty() { Ok(groups) } else { Err(errors.into()) }
}
