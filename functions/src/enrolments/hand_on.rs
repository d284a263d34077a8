//! How enrolments follow a user whose address was corrected to the person who is there: as they are,
//! under the same identifiers and with the same licences.
//!
//! | rule | condition in the write |
//! |---|---|
//! | it is with one of the two people, as it was | it lies with the older as it was read, and nothing with the newer |

use shared::{
    app::App,
    domain::PersonId,
    http::Problem,
    table::{Entity, WriteError, enrolment::Enrolment, user::User},
};

use super::revocation::end_left_behind;
use crate::reports::user_enrolments::enrolments_of;

/// How many follow in one round.
const AT_ONCE: usize = 25;

#[derive(Clone, Copy)]
enum Rule {
    Older,
    Newer,
}

/// Hands some of what a user is enrolled in on to the person whom they are now, and tells whether that
/// was all.
pub async fn hand_on_enrolments(app: &App, from: PersonId, user: &User) -> Result<bool, Problem> {
    let theirs = enrolments_of(app, user.account_id, from, user.user_id).await?;
    let mut is_done = theirs.len() <= AT_ONCE;
    for enrolment in theirs.iter().take(AT_ONCE) {
        is_done &= hand_on(app, enrolment, user).await?;
    }
    Ok(is_done)
}

/// Hands one on; tells whether it is done with.
async fn hand_on(app: &App, old: &Enrolment, user: &User) -> Result<bool, Problem> {
    let new = Enrolment { person_id: user.person_id, version: old.version + 1, ..old.clone() };
    let write = app.table.write().delete(&old.key(), old.is_at(old.version), Rule::Older);
    match write.create(&new, Rule::Newer).run().await {
        Ok(()) => Ok(true),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(WriteError::Refused(Rule::Older, _)) => Ok(false),
        Err(WriteError::Refused(Rule::Newer, there)) => {
            let there = there.map(Enrolment::from_item).transpose()?;
            let is_theirs = there.as_ref().is_some_and(|one| one.user_id == user.user_id);
            // They were given the course again already; else a former membership left one behind.
            match there {
                Some(left_behind) if !is_theirs => end_left_behind(app, &left_behind).await?,
                _ => end_left_behind(app, old).await?,
            }
            Ok(is_theirs)
        }
    }
}
