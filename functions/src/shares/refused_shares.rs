//! The end of what a refused account shares with the one that refuses it: share by share, a page of
//! what is shared in each round of the stream's consumer.

use shared::{
    app::App,
    domain::MailId,
    http::{Code, Problem},
    table::{
        Entity, WriteError, keys,
        notice::{Happened, Notice},
        refusal::Refusal,
        share::SharedDriver,
    },
};

use crate::drivers::route_release::unshare_refused;

/// How many drivers are looked at in one round.
const PAGE: usize = 25;

/// Ends what of one page of shared drivers is the refused account's. Each end is counted by the
/// refusal in its own write, so whoever does a round again ends and counts just what is left. After
/// the last page people are told, once for all.
pub async fn end_shares(app: &App, refusal: &Refusal) -> Result<(), Problem> {
    let range = keys::shared_with(refusal.account_id);
    let page = app.table.page(&range, PAGE, refusal.after.clone(), false).await?;
    let mut found = refusal.round > 0;
    for item in page.items {
        let shared = SharedDriver::from_item(item)?;
        if shared.home_account_id != refusal.refused_id {
            continue;
        }
        found = true;
        match unshare_refused(app, &shared, refusal).await {
            // It came back to its home meanwhile.
            Err(problem) if problem.code == Code::NotFound => {}
            // The refusal was taken back.
            Ok(false) => return Ok(()),
            outcome => drop(outcome?),
        }
    }
    match page.next {
        Some(next) => {
            let next = app.table.write().change(refusal.go_on(&next), refusal.same_round(), ());
            done(next.run().await)
        }
        None if found => tell(app, refusal).await,
        None => Ok(()),
    }
}

/// Owes the notice of all shares that have ended. That nobody was told and none has ended since it
/// was counted is the condition.
async fn tell(app: &App, refusal: &Refusal) -> Result<(), Problem> {
    let now: Option<Refusal> = app.table.get(&refusal.key()).await?;
    let Some(now) = now.filter(|now| !now.told && now.ended > 0) else { return Ok(()) };
    let notice = Notice {
        notice_id: MailId::new(app.clock.precise()),
        home_account_id: now.refused_id,
        recipient_id: now.account_id,
        what: Happened::GivenBack { drivers: now.ended },
        at: app.clock.now(),
    };
    done(app.table.write().change(now.tell(), now.untold(), ()).put(&notice).run().await)
}

/// What another round has done meanwhile is done.
fn done(outcome: Result<(), WriteError<()>>) -> Result<(), Problem> {
    match outcome {
        Ok(()) | Err(WriteError::Refused(..)) => Ok(()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
