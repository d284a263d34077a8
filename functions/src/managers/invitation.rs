//! The invitation to look after an account. Its token is made from the account and the right that
//! it gives, so it is stored nowhere and can be shown again; it never expires (rule 11) and is good
//! for as long as the right is there.

use deserr::Deserr;
use schemars::JsonSchema;
use shared::{
    app::App,
    domain::{AccountId, FieldErrors, ManagerId},
    http::{Call, Code, Person, Problem},
    seal::Purpose,
    table::{Key, keys, manager::Manager},
};
use ulid::Ulid;

/// What an invitation's token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagerInvitation {
    /// The account.
    pub account_id: AccountId,
    /// The right that the invitation gives.
    pub manager_id: ManagerId,
}

const CONTEXT: &[u8] = b"manager-invitation";
/// How many bytes a ULID has.
const ULID: usize = 16;

impl ManagerInvitation {
    /// The invitation of this manager.
    pub fn of(manager: &Manager) -> Self {
        Self { account_id: manager.account_id, manager_id: manager.manager_id }
    }

    /// The key of the manager's item.
    pub fn key(self) -> Key {
        keys::manager(self.account_id, self.manager_id)
    }

    /// The invitation's address, its token behind the `#`.
    pub async fn url(self, app: &App) -> Result<String, Problem> {
        let parts = [self.account_id.ulid().to_bytes(), self.manager_id.ulid().to_bytes()];
        let token = app.seal.key(Purpose::ManagerInvitation).await?.seal(CONTEXT, &parts.concat());
        Ok(format!("{}/invitation#{token}", app.settings.app_url))
    }

    /// Reads a token; `None` if it was not made here.
    pub async fn read(app: &App, token: &str) -> Result<Option<Self>, Problem> {
        let plain = app.seal.key(Purpose::ManagerInvitation).await?.open(CONTEXT, token);
        Ok(plain.and_then(|plain| {
            let (account, manager) = plain.split_first_chunk::<ULID>()?;
            let manager: [u8; ULID] = manager.try_into().ok()?;
            Some(Self {
                account_id: AccountId::from_ulid(Ulid::from_bytes(*account)),
                manager_id: ManagerId::from_ulid(Ulid::from_bytes(manager)),
            })
        }))
    }
}

/// What an invitee sends: the invitation that they answer.
#[derive(Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct Input {
    /// What stands behind the invitation's `#`.
    pub token: String,
}

/// The manager whom the caller's invitation is for. One that is removed, declined or was never
/// made is not there; one for another address is told apart, since its mail may have been passed
/// on.
pub async fn invited(call: &Call<Person, Input>) -> Result<Manager, Problem> {
    let invitation = ManagerInvitation::read(&call.app, &call.body.token).await?;
    let invitation = invitation.ok_or_else(Problem::not_found)?;
    let manager: Manager = call.found(&invitation.key())?;
    if !manager.is_person(call.who.person.person_id) {
        return Err(Problem::new(Code::InvitationForAnotherAddress));
    }
    Ok(manager)
}
