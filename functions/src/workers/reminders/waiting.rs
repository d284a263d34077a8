//! What waits in an account, of the part of it that somebody sees.

use shared::{
    app::App,
    domain::{EnrolmentStatus, Role, Scope, UserStatus, Waiting},
    http::{Problem, Within},
    table::{
        account::Account,
        keys,
        mail::{Mail, MailStatus},
        manager::Manager,
        user::User,
    },
};

use crate::{
    reports::summary::Counted,
    scope::{named, still_there},
};

/// How many users are read at a time.
const PAGE: usize = 500;

/// What waits in each of these parts of an account; who sees everything sees who is invited to look after
/// it.
pub async fn waiting(
    app: &App,
    account: &Account,
    seen: &[Within],
    invited: &[Manager],
) -> Result<Vec<Waiting>, Problem> {
    let mut parts = Vec::with_capacity(seen.len());
    for within in seen {
        let waiting = of_training(app, account, within).await?;
        parts.push((there(app, account, within).await?, waiting));
    }
    if let Some((_, all)) = parts.iter_mut().find(|(within, _)| *within == Within::Everything) {
        add_managers(app, invited, all).await?;
    }
    add_users(app, account, &mut parts).await?;
    Ok(parts.into_iter().map(|(_, waiting)| waiting).collect())
}

/// What is to be trained, by what is counted.
async fn of_training(app: &App, account: &Account, within: &Within) -> Result<Waiting, Problem> {
    let counted = Counted::read(app, account.account_id, within).await?;
    let (sums, _) = counted.sums(app, account, within).await?;
    let all = sums.all();
    let count = |count: i64| u64::try_from(count).unwrap_or_default();
    let overdue = all.by_status.get(&EnrolmentStatus::Overdue).copied().unwrap_or_default();
    let [_, expiring, expired] = all.by_validity.counts().map(count);
    Ok(Waiting { overdue: count(overdue), expiring, expired, ..Waiting::default() })
}

/// A part of an account, less the groups that are no longer there.
async fn there(app: &App, account: &Account, within: &Within) -> Result<Within, Problem> {
    let account = account.account_id;
    Ok(match within {
        Within::Scope(scope @ Scope::Groups { .. }) => {
            let read = app.table.get_many(named(account, scope)).await?;
            Within::Scope(still_there(account, scope.clone(), &read))
        }
        other => other.clone(),
    })
}

/// Adds those who are invited to look after an account.
async fn add_managers(
    app: &App,
    invited: &[Manager],
    waiting: &mut Waiting,
) -> Result<(), Problem> {
    let mail = |manager: &Manager| manager.mail_id.map(keys::mail);
    let mails = app.table.get_many(invited.iter().filter_map(mail)).await?;
    for manager in invited {
        let mail: Option<Mail> = mail(manager).map(|key| mails.get(&key)).transpose()?.flatten();
        add_invitation(waiting, mail.map_or(MailStatus::Sent, |mail| mail.status));
    }
    Ok(())
}

/// Adds an invitation whose mail has come so far.
fn add_invitation(waiting: &mut Waiting, status: MailStatus) {
    match status {
        MailStatus::Bounced | MailStatus::Rejected | MailStatus::Stopped => waiting.bounced += 1,
        _ => waiting.open += 1,
    }
}

/// Adds the invitations of users: all who are invited are read once.
async fn add_users(
    app: &App,
    account: &Account,
    parts: &mut [(Within, Waiting)],
) -> Result<(), Problem> {
    let now = app.clock.now();
    for role in [Role::Admin, Role::Driver] {
        let range = keys::users_with_address(account.account_id, role, UserStatus::Invited, "");
        let mut start = None;
        loop {
            let page = app.table.page_of::<User>(&range, PAGE, start, false).await?;
            for user in page.items {
                let Some(invitation) = user.open_invitation(now) else { continue };
                for (_, waiting) in parts.iter_mut().filter(|(within, _)| holds(within, &user)) {
                    add_invitation(waiting, invitation.status);
                }
            }
            start = page.next;
            if start.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Whether a user is of a part of their account whose groups are all there.
fn holds(within: &Within, user: &User) -> bool {
    match within {
        Within::Everything | Within::Scope(Scope::Company) => true,
        Within::Scope(Scope::Groups { group_ids }) => !group_ids.is_disjoint(&user.group_ids),
        Within::Scope(Scope::Drivers { user_ids }) => user_ids.contains(&user.user_id),
    }
}
