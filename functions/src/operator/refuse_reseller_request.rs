//! Refuses to make a company a reseller that asked for it.

use serde_json::json;
use shared::{
    domain::{MailId, event::Action},
    http::{Call, NoContent, Operator, Problem},
    table::{
        WriteError, keys,
        reseller_request::{ResellerAnswer, ResellerRequest},
    },
};

/// Refuses a request; the holder is told by mail. That it waits is the condition of the write: of
/// granting and refusing at once, one happens.
pub async fn refuse_reseller_request(call: Call<Operator>) -> Result<NoContent, Problem> {
    let account = call.path.account()?;
    let request: ResellerRequest = call.found(&keys::reseller_request(account))?;
    let refused = request.answered(answer(&call, false));
    let subject = ("account", account.to_string());
    let actor = &call.who.actor;
    let event = call.event(account, actor, Action::ResellerRefused, subject, json!({}));
    let write = call.app.table.write().change(refused, ResellerRequest::open(), ()).put(&event);
    match write.run().await {
        Ok(()) => Ok(NoContent),
        Err(WriteError::Refused((), _)) => Err(Problem::not_found()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// What the operator says now.
pub fn answer<B>(call: &Call<Operator, B>, granted: bool) -> ResellerAnswer {
    let clock = &call.app.clock;
    ResellerAnswer { granted, at: clock.now(), mail_id: MailId::new(clock.precise()) }
}
