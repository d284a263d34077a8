//! Ends one of the caller's own sign-ins.

use shared::http::{Call, NoContent, Person, Problem};

use super::sign_ins::{end, sign_ins_of};

/// Ends a sign-in, perhaps the one that asks.
pub async fn end_sign_in(call: Call<Person>) -> Result<NoContent, Problem> {
    let id = call.path.sign_in()?;
    let mut sign_ins = sign_ins_of(&call.app, call.who.person.person_id).await?.into_iter();
    let ended = sign_ins.find(|session| session.sign_in_id == id).ok_or_else(Problem::not_found)?;
    end(&call.app, std::iter::once(ended)).await?;
    Ok(NoContent)
}
