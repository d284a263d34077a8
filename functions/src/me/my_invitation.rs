//! The caller's invitation to the account of the path, which they answer signed in.

use shared::{
    http::{Call, Person, Problem},
    table::{Items, account::Account, invited::Invited, keys, person::Context},
};

use crate::invitations::open::{OpenInvitation, open_of};

/// What the caller is to the account of the path.
pub enum Standing {
    /// Invited, and the invitation is open.
    Invited(OpenInvitation),
    /// There already.
    There(Box<Context>, Account),
}

/// How the caller stands: at first as it was read with who they are, unless it is to be `anew`. Who
/// is neither invited nor there is told what a stranger is: that nothing is there.
pub async fn standing(call: &Call<Person>, anew: bool) -> Result<Standing, Problem> {
    for anew in [anew, true] {
        if let Some(standing) = look(call, anew).await? {
            return Ok(standing);
        }
    }
    Err(Problem::not_found())
}

/// Looks at both sides, one after the other. `None` where nothing waits: it has ended, or was answered
/// in between, also between the reads of the person's two items, which are no snapshot.
async fn look(call: &Call<Person>, anew: bool) -> Result<Option<Standing>, Problem> {
    let (app, person, account) = (&call.app, call.who.person.person_id, call.path.account()?);
    let (invited, there) = (keys::invited(person, account), keys::context(person, account));
    let read_anew: Items;
    let read = if anew {
        let sides = [invited.clone(), there.clone(), keys::account(account)];
        read_anew = app.table.get_many(sides).await?;
        &read_anew
    } else {
        &call.read
    };
    let account: Account = read.get(&keys::account(account))?.ok_or_else(Problem::not_found)?;
    if let Some(context) = read.get(&there)? {
        return Ok(Some(Standing::There(Box::new(context), account)));
    }
    let invited: Option<Invited> = read.get(&invited)?;
    let Some(invited) = invited else { return Ok(None) };
    Ok(open_of(app, &[invited]).await?.pop().map(Standing::Invited))
}
