//! Whom an invitation to look after an account is for: named by their address, or by their own
//! invitation URL; a firm by its identifier.

use deserr::Deserr;
use schemars::{JsonSchema, Schema};
use shared::{
    app::App,
    domain::{AccountId, Email, FieldErrors, Invalid, InviteUrlId, PersonId},
    http::{
        Problem,
        openapi::either::{Way, either},
    },
    table::{
        Condition, Entity, Item, Items, keys,
        person::{EmailOwner, OwnInviteUrl, Person},
    },
};

use super::{invite_url::InviteUrl, scope_input::ScopeInput};

/// Who is invited, to look after what.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
#[schemars(transform = ways)]
pub struct Input {
    /// Whom the invitation is for.
    #[deserr(default)]
    email: Option<Email>,
    /// The invitation URL of whom it is for: what stands behind its `#`.
    #[deserr(default)]
    invite_url: Option<String>,
    /// The company that is to look after the account by its people.
    #[deserr(default)]
    firm_id: Option<AccountId>,
    /// How far the right reaches.
    pub scope: ScopeInput,
}

/// By address, or by URL, or a firm.
fn ways(schema: &mut Schema) {
    let by = |needs| Way { needs, ..Way::default() };
    either(schema, &[by(&["email"]), by(&["invite_url"]), by(&["firm_id"])]);
}

impl Input {
    /// The firm that it names, if it names none beside it.
    pub fn firm(&self) -> Result<Option<AccountId>, Problem> {
        if self.firm_id.is_some() && (self.email.is_some() || self.invite_url.is_some()) {
            let both = Invalid::new("conflicting", "Give either this, email or invite_url.");
            return Err(Problem::field("firm_id", both));
        }
        Ok(self.firm_id)
    }
}

/// Who is invited.
pub struct Invitee {
    /// Their address.
    pub email: Email,
    /// Who it is, if the address is somebody's.
    pub person: Option<PersonId>,
    /// Which of their URLs named them, if one did.
    url: Option<InviteUrlId>,
}

impl Invitee {
    /// Whom a body names, among what was read for it.
    pub async fn of(app: &App, body: &Input, read: &Items) -> Result<Self, Problem> {
        match (&body.email, &body.invite_url) {
            (Some(email), None) => {
                let owner: Option<EmailOwner> = read.get(&keys::email(email))?;
                let person = owner.map(|owner| owner.person_id);
                Ok(Self { email: email.clone(), person, url: None })
            }
            (None, Some(token)) => {
                let maker = InviteUrl::maker(app, token, read).await?;
                let (Person { person_id, email, .. }, url) = maker.ok_or_else(dead)?;
                Ok(Self { email, person: Some(person_id), url: Some(url) })
            }
            (None, None) => {
                let missing = Invalid::new(
                    "missing",
                    "Say whom to invite: by this, by invite_url or by firm_id.",
                );
                Err(Problem::field("email", missing))
            }
            (Some(_), Some(_)) => {
                let both = Invalid::new("conflicting", "Give either email or this.");
                Err(Problem::field("invite_url", both))
            }
        }
    }

    /// A condition on the person's item, and that the URL which named them is theirs still: one that
    /// they replace at this moment invites them, or is dead.
    pub fn named(&self, held: Condition) -> Condition {
        match self.url {
            Some(url) => Condition::All(vec![held, OwnInviteUrl::is(url)]),
            None => held,
        }
    }

    /// Refuses a URL that was replaced, and one of somebody whose address changed meanwhile, as the person's item tells that lay in the way of a write.
    pub fn check(&self, person: Option<&Item>) -> Result<(), Problem> {
        let Some(url) = self.url else { return Ok(()) };
        let person = person.cloned().map(Person::from_item).transpose()?;
        let own = person.as_ref().and_then(|person| person.invite_url);
        if own.is_none_or(|own| own.url_id != url) {
            return Err(dead());
        }
        match person.is_some_and(|person| person.email != self.email) {
            true => Err(Problem::unavailable("the person's address changed at this moment")),
            false => Ok(()),
        }
    }
}

fn dead() -> Problem {
    let detail = "This invitation URL is dead, or was never made: ask for the newest one.";
    Problem::field("invite_url", Invalid::new("not_found", detail))
}
