//! The invitations that are open for the caller's address.

use std::cmp::Reverse;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{Scope, event::Actor},
    http::{Call, Json, List, Listed, Person, Problem, input::NoBody},
    table::{Items, manager::Manager},
};

use super::views::ContextAccount;
use crate::{
    invitations::{
        open::{OpenInvitation, ToBe, open_of, page_of_invited},
        preview_invitation::InvitationKind,
    },
    scope::{named, still_there},
};

/// An invitation that is open for the caller.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MyInvitation")]
pub struct MyInvitationView {
    /// Where to.
    account: ContextAccount,
    /// To be what.
    kind: InvitationKind,
    /// How far a manager's right would reach: what is no longer there is not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    /// Who invited.
    invited_by: Actor,
    /// When.
    invited_at: Option<Timestamp>,
    /// When it ends; a manager's does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

/// Lists the caller's open invitations. On a page those come first that were made last; it looks at
/// as many as it may show, so where some have ended it may be short, even empty, and the list go on:
/// `next_cursor` tells.
pub async fn list_my_invitations(
    call: Call<Person, NoBody, Listed>,
) -> Result<Json<List<MyInvitationView>>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let list = format!("invitations of {person}");
    let begun = call.query.start(app, &list).await?;
    let invited = page_of_invited(app, person, call.query.limit(), begun).await?;
    let mut open = open_of(app, &invited.items).await?;
    open.sort_by_key(|one| Reverse(one.to_be.invited_at()));
    let scopes = open.iter().filter_map(manager).map(|one| named(one.account_id, &one.scope));
    let scopes: Vec<_> = scopes.flatten().collect();
    let there = app.table.get_many(scopes).await?;
    let now = app.clock.now();
    let views = open.into_iter().filter_map(|one| MyInvitationView::of(one, &there, now));
    Ok(Json(call.query.page(app, &list, views.collect(), invited.next).await?))
}

fn manager(invitation: &OpenInvitation) -> Option<&Manager> {
    match &invitation.to_be {
        ToBe::Manager(manager) => Some(manager),
        ToBe::User(_) => None,
    }
}

impl MyInvitationView {
    /// How an invitation is shown, with what there is of what scopes name.
    fn of(open: OpenInvitation, there: &Items, now: Timestamp) -> Option<Self> {
        let (account, invited_at) = (ContextAccount::of(&open.account), open.to_be.invited_at());
        Some(match open.to_be {
            ToBe::User(user) => {
                let invitation = user.open_invitation(now)?;
                Self {
                    account,
                    kind: InvitationKind::User,
                    scope: None,
                    invited_by: invitation.by.clone(),
                    invited_at,
                    expires_at: Some(invitation.expires_at),
                }
            }
            ToBe::Manager(manager) => Self {
                account,
                kind: InvitationKind::Manager,
                scope: Some(still_there(manager.account_id, manager.scope, there)),
                invited_by: manager.invited_by,
                invited_at,
                expires_at: None,
            },
        })
    }
}
