//! Ends all of the caller's own sign-ins but the one that asks.

use shared::http::{Call, NoContent, Person, Problem};

use super::sign_ins::{end, sign_ins_of};

/// Ends all others.
pub async fn end_other_sign_ins(call: Call<Person>) -> Result<NoContent, Problem> {
    let sign_ins = sign_ins_of(&call.app, call.who.person.person_id).await?.into_iter();
    let others = sign_ins.filter(|session| session.hash != call.who.session);
    end(&call.app, others).await?;
    Ok(NoContent)
}
