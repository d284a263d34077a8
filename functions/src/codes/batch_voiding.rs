//! Voiding a batch as a whole: all of its codes that are unused.
//!
//! Every unused code is voided by the batch, which says so first: from then on it is shown as
//! voided, and nothing of it is sent. Redemptions that know of it refuse; for those that do not,
//! each stripe of its codes is marked, at most 1,000 however large the batch, and the mark's
//! absence is a condition of their write. Once all marks are there, no code can be redeemed any
//! more, and only then is counted and answered how many were voided: a code that was redeemed
//! until then stays so. If a call dies on the way, the batch says that it was not at its end,
//! and the next call goes on.

use futures::future::try_join_all;
use serde_json::json;
use shared::{
    app::App,
    domain::event::Action,
    http::{Account, Call, Problem},
    table::{
        Change, Condition, Entity, StoreError, WriteError,
        batch::{Batch, VoidedStripe},
    },
};

/// Lets the batch say that it is voided; if it says so already, another call is under way, or died.
/// Tells whether there is anything left to do.
pub async fn begin<B>(call: &Call<Account, B>, batch: &Batch) -> Result<bool, Problem> {
    if batch.voided_at.is_some() {
        return Ok(batch.voiding);
    }
    let (app, actor, now) = (&call.app, &call.who.caller.actor, call.app.clock.now());
    let mark = Change::of(batch.key()).set("voided_at", now).set("voiding", true);
    let first = Condition::All(vec![Condition::Present, Condition::Lacks("voided_at")]);
    let subject = ("code_batch", batch.batch_id.to_string());
    let changes = json!({ "voided_at": now });
    let event = call.event(batch.account_id, actor, Action::BatchVoided, subject, changes);
    match app.table.write().change(mark, first, ()).put(&event).run().await {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(true),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}

/// How many stripes one write marks: few, since a redemption under way in any of them makes it
/// start over.
const MARKS: usize = 50;

/// Marks all stripes, also those that are marked already.
pub async fn mark_stripes(app: &App, batch: &Batch) -> Result<(), StoreError> {
    let marks: Vec<_> = VoidedStripe::all(batch).collect();
    let writes = marks.chunks(MARKS).map(|marks| async {
        let write = marks.iter().fold(app.table.write::<()>(), |write, mark| write.put(mark));
        match write.run().await {
            Ok(()) => Ok(()),
            Err(WriteError::Store(error)) => Err(error),
            Err(WriteError::Refused(..)) => Err(StoreError("a mark was refused".into())),
        }
    });
    try_join_all(writes).await.map(drop)
}

/// Lets the batch say that its voiding has come to the end. Tells whether this call brought it
/// there: of several, one.
pub async fn end(app: &App, batch: &Batch) -> Result<bool, Problem> {
    let ended = Change::of(batch.key()).remove("voiding");
    match app.table.write().change(ended, Condition::Has("voiding"), ()).run().await {
        Ok(()) => Ok(true),
        Err(WriteError::Refused(..)) => Ok(false),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
