//! Tells what an invitation is to, and changes nothing.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    app::App,
    domain::{AccountName, Email, FieldErrors},
    http::{Anyone, Call, Json, Problem},
    table::{account::Account, keys, manager::Manager, user::User},
};

use super::link::ActivationLink;
use crate::managers::invitation::ManagerInvitation;

/// An invitation.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What stands behind the link's `#`.
    token: String,
}

/// What an invitation is to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "InvitationPreview")]
pub struct Output {
    /// To what.
    kind: InvitationKind,
    /// Where to.
    account: InvitingAccount,
    /// For which address.
    email: Email,
}

/// What somebody is invited to be.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationKind {
    /// A user of the account.
    User,
    /// A manager of the account.
    Manager,
}

/// The account that invites.
#[derive(Serialize, JsonSchema)]
pub struct InvitingAccount {
    /// Its name.
    name: AccountName,
}

/// Shows an invitation that is open; of any other it tells nothing.
pub async fn preview_invitation(call: Call<Anyone, Input>) -> Result<Json<Output>, Problem> {
    let (app, token) = (&call.app, &call.body.token);
    if let Some(link) = app.seal.open::<ActivationLink>(token).await? {
        return user(app, link).await;
    }
    let invitation = ManagerInvitation::read(app, token).await?;
    manager(app, invitation.ok_or_else(Problem::not_found)?).await
}

/// The invitation of a user: its newest link, until it ends.
async fn user(app: &App, link: ActivationLink) -> Result<Json<Output>, Problem> {
    let (user, account) = (keys::user(link.account, link.user), keys::account(link.account));
    let found = app.table.get_many([user.clone(), account.clone()]).await?;
    let user: User = found.get(&user)?.ok_or_else(Problem::not_found)?;
    let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
    let now = app.clock.now();
    let open = |invitation: &shared::table::user::Invitation| {
        invitation.number == link.number && invitation.expires_at > now
    };
    if !user.invitation.as_ref().is_some_and(open) {
        return Err(Problem::not_found());
    }
    Ok(Json(Output {
        kind: InvitationKind::User,
        account: InvitingAccount { name: account.name },
        email: user.email,
    }))
}

/// The invitation of a manager, until it is answered or removed.
async fn manager(app: &App, invitation: ManagerInvitation) -> Result<Json<Output>, Problem> {
    let account = keys::account(invitation.account_id);
    let found = app.table.get_many([invitation.key(), account.clone()]).await?;
    let manager: Option<Manager> = found.get(&invitation.key())?;
    let manager = manager.filter(|manager| manager.accepted_at.is_none());
    let manager = manager.ok_or_else(Problem::not_found)?;
    let person = manager.person().ok_or_else(Problem::not_found)?;
    let account: Account = found.get(&account)?.ok_or_else(Problem::not_found)?;
    Ok(Json(Output {
        kind: InvitationKind::Manager,
        account: InvitingAccount { name: account.name },
        email: person.email.clone(),
    }))
}
