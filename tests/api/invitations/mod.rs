//! Invitations that somebody sees signed in, and answers without the mail.

mod accepting;
mod declining;
mod listing;

use serde_json::{Value, json};
use tests::{Answer, Caller, service::Company};

const LIST: &str = "/v1/me/invitations";

async fn accept(who: &Caller, to: &Company) -> Answer {
    who.post(&format!("{LIST}/{}/accept", to.id), json!({})).await
}

async fn decline(who: &Caller, to: &Company) -> Answer {
    who.post(&format!("{LIST}/{}/decline", to.id), json!({})).await
}

/// How many seats of a company are taken.
async fn seats_used(of: &Company) -> Value {
    of.holder.get(&of.path).await.expect(200)["seats"]["used"].clone()
}
