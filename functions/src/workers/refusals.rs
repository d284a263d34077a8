//! Goes on with ending what a refused account shares, round by round.

use shared::{app::App, http::Problem, table::refusal::Refusal};

use super::{Record, record::read};
use crate::shares::refused_shares::end_shares;

/// Does the round that a new refusal asks for, or one whose last round is over.
pub async fn go_on(app: &App, record: &Record) -> Result<(), Problem> {
    let was = read::<Refusal>(record.old.as_ref())?;
    let is = read::<Refusal>(record.new.as_ref())?;
    let begun = |is: &Refusal| was.as_ref().is_none_or(|was| was.round != is.round);
    match is.filter(begun) {
        Some(refusal) => end_shares(app, &refusal).await,
        None => Ok(()),
    }
}
