//! Makes the caller a new invitation URL; the older one is dead.

use shared::{
    domain::InviteUrlId,
    http::{Call, Code, CreatedAt, Person, Problem},
    table::{
        Change, WriteError, keys,
        person::{OwnInviteUrl, Person as PersonItem},
    },
};

use super::invite_url_view::InviteUrlView;

/// Makes a URL. A person has one, so the one write that sets it ends the older one, and of two that are
/// made at once the later is alive. Who holds an account cannot be a manager (rule 2), which is its
/// condition.
pub async fn make_invite_url(call: Call<Person>) -> Result<CreatedAt<InviteUrlView>, Problem> {
    let (app, person) = (&call.app, call.who.person.person_id);
    let url_id = InviteUrlId::from_ulid(call.ulid);
    let own = OwnInviteUrl { url_id, made_at: app.clock.now() };
    let change = Change::of(keys::person(person)).set("invite_url", own);
    let holds_none = PersonItem::holds_none();
    match app.table.write().change(change, holds_none, ()).run().await {
        Ok(()) => {
            let view = InviteUrlView::of(app, person, Some(own)).await?;
            Ok(CreatedAt("/v1/me/invite-url".to_owned(), view))
        }
        Err(WriteError::Refused((), Some(_))) => Err(Problem::new(Code::AccountHolderCannotManage)),
        Err(WriteError::Refused((), None)) => Err(Problem::new(Code::Unauthenticated)),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
