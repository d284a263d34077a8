//! Managers: invited, accepted or declined, kept to a scope, removed.

mod accepting;
mod changing;
mod declining;
mod delivery;
mod firm_standing;
mod invite_url;
mod inviting;
mod listing;
mod previewing;
mod removing;
mod resending;
mod scale;
mod scopes_at_once;

use serde_json::{Value, json};
use tests::{
    Answer, Caller,
    service::Company,
    standing::{invitation_token, text},
};

fn managers(of: &Company) -> String {
    format!("{}/managers", of.path)
}

fn path(of: &Company, manager: &Value) -> String {
    format!("{}/{}", managers(of), text(&manager["id"]))
}

async fn invite(of: &Company, email: &str, scope: Value) -> Answer {
    of.holder.post(&managers(of), json!({ "email": email, "scope": scope })).await
}

/// The invitation of somebody to look after the whole company.
async fn invited(of: &Company, email: &str) -> Value {
    invite(of, email, company()).await.expect(201)
}

/// A manager without what became of the mail, which goes on by itself.
fn but_delivery(mut manager: Value) -> Value {
    manager.as_object_mut().expect("a manager").remove("delivery");
    manager
}

async fn accept(who: &Caller, invited: &Value) -> Answer {
    who.post("/v1/invitations/accept", json!({ "token": invitation_token(invited) })).await
}

async fn decline(who: &Caller, invited: &Value) -> Answer {
    who.post("/v1/invitations/decline", json!({ "token": invitation_token(invited) })).await
}

fn company() -> Value {
    json!({ "kind": "company" })
}
