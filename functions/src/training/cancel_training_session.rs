//! Cancels a training session.

use shared::{
    http::{Account, Call, NoContent, Problem},
    table::{Attempts, account::Account as AccountItem, keys},
};

use super::{
    session_change::{Does, NotTaken, Step},
    visible::{session_of, visible_one},
};

/// Cancels a session: it is gone for the account and all who attend, who are told by mail unless it
/// is over.
pub async fn cancel_training_session(call: Call<Account>) -> Result<NoContent, Problem> {
    let (app, by) = (&call.app, &call.who.caller.actor);
    let mut old = session_of(&call).await?;
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let mut attempts = Attempts::begin();
    while attempts.go_on() {
        call.expect_version(old.version)?;
        let step = Step { account: &account.name, by, does: Does::Cancel(&old) };
        let newer = match step.take(app).await {
            Ok(()) => return Ok(NoContent),
            Err(NotTaken::Changed(Some(newer))) => attempts.newest(&app.table, newer).await?,
            Err(NotTaken::Changed(None) | NotTaken::Gone(_) | NotTaken::Left(_)) => {
                return Err(Problem::not_found());
            }
            Err(NotTaken::Because(problem)) => return Err(problem),
        };
        old = visible_one(app, &call.who.within, newer).await?;
    }
    Err(Problem::unavailable("a training session kept changing"))
}
