//! What somebody finds who has just signed in: where they may act, and how many invitations wait for
//! their answer. Both are looked up side by side, and then what they name is read side by side.

use futures::{TryFutureExt, try_join};
use shared::{
    app::App,
    http::Problem,
    table::{
        invited::Invited,
        person::{Context, Person},
    },
};

use super::{
    context_pages::page_of_contexts,
    views::{ContextView, views},
};
use crate::invitations::open::{open_of, page_of_invited};

/// How many contexts, and how many invitations, are looked at; their lists go on.
const FIRST: usize = 100;

/// What the person's side of it names.
pub struct Mine {
    contexts: Vec<Context>,
    invited: Vec<Invited>,
}

/// The same as it is shown.
pub struct MineShown {
    /// The current context, then those used last.
    pub contexts: Vec<ContextView>,
    /// How many invitations are open.
    pub invitations: usize,
}

impl Mine {
    /// Looks it up: a round trip, which a sign-in makes together with its write.
    pub async fn of(app: &App, person: &Person) -> Result<Self, Problem> {
        let ((contexts, _), invited) = try_join!(
            page_of_contexts(app, person, FIRST, None, |_| true),
            page_of_invited(app, person.person_id, FIRST, None).map_err(Problem::from),
        )?;
        Ok(Self { contexts, invited: invited.items })
    }

    /// Reads what it names.
    pub async fn shown(self, app: &App) -> Result<MineShown, Problem> {
        let (contexts, open) = try_join!(
            views(app, self.contexts),
            open_of(app, &self.invited).map_err(Problem::from)
        )?;
        Ok(MineShown { contexts, invitations: open.len() })
    }
}
