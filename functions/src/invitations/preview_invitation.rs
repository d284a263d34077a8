//! Tells what an invitation is to, and changes nothing.

use deserr::Deserr;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{AccountName, Email, FieldErrors},
    http::{Anyone, Call, Json, Problem},
    table::{account::Account, keys, user::User},
};

use super::link::ActivationLink;

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
    let app = &call.app;
    let link = ActivationLink::read(app, &call.body.token).await?.ok_or_else(Problem::not_found)?;
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
