//! Invites a firm to look after the account: it finds the invitation among its clients.
//!
//! | rule | condition in the write |
//! |---|---|
//! | a firm looks after an account once | the firm has no such client |
//! | companies only are firms | the firm is there, and a company |
//! | nobody is invited who refuses this account (55) | no refusal lies there |
//! | nobody is left behind by an account that is closed | both accounts are there |

use serde_json::json;
use shared::{
    domain::{AccountId, AccountKind, Invalid, ManagerId, event::Action},
    http::{Account, Call, Code, Created, Problem},
    table::{
        Condition, Entity, Write, WriteError,
        account::Account as AccountItem,
        client::Client,
        keys,
        manager::{Manager, ManagingFirm, Who},
    },
};

use super::{
    invitee::Input,
    views::{Beside, FirmBeside, ManagerView},
};
use crate::{
    drivers::views::AccountRef,
    firms::trail::{By, entries},
};

/// The rules that the write holds.
#[derive(Clone, Copy)]
enum Rule {
    /// This request has invited nobody yet.
    New,
    Once,
    Firm,
    Refused,
    /// The account is not closed.
    Open,
}

/// Invites a firm. The manager's identifier is the same in every attempt of a request.
pub async fn invite_firm(
    call: &Call<Account, Input>,
    firm_id: AccountId,
) -> Result<Created<ManagerView>, Problem> {
    let account: AccountItem = call.found(&keys::account(call.who.account))?;
    let scope = call.body.scope.of_account(account.account_id, &call.read)?;
    if firm_id == account.account_id {
        let own = Invalid::new("own_account", "Another account can be invited only.");
        return Err(Problem::field("firm_id", own));
    }
    let firm: Option<AccountItem> = call.read.get(&keys::account(firm_id))?;
    let firm = firm.filter(|firm| firm.kind == AccountKind::Company).ok_or_else(unknown)?;
    let manager = Manager {
        account_id: account.account_id,
        manager_id: ManagerId::from_ulid(call.ulid),
        who: Who::Firm(ManagingFirm { firm_id }),
        scope,
        invited_at: call.app.clock.now(),
        invited_by: call.who.caller.actor.clone(),
        mail_id: None,
        accepted_at: None,
        resent_at: vec![],
        version: 1,
    };
    let manager = match write(call, &firm, &manager).run().await {
        Ok(()) => manager,
        Err(WriteError::Refused(Rule::New, Some(earlier))) => Manager::from_item(earlier)?,
        Err(WriteError::Refused(Rule::New, None)) => {
            return Err(Problem::unavailable("an invitation came and went"));
        }
        Err(WriteError::Refused(Rule::Once, _)) => return Err(Problem::new(Code::AlreadyAManager)),
        Err(WriteError::Refused(Rule::Firm, _)) => return Err(unknown()),
        Err(WriteError::Refused(Rule::Refused, _)) => return Err(Problem::new(Code::Refused)),
        Err(WriteError::Refused(Rule::Open, _)) => return Err(Problem::not_found()),
        Err(WriteError::Store(error)) => return Err(error.into()),
    };
    let firm = Some(FirmBeside { account: AccountRef::of(&firm), people: vec![] });
    let beside = Beside { delivery: None, firm };
    Ok(Created(ManagerView::of(&call.app, manager, beside).await?))
}

fn unknown() -> Problem {
    Problem::field("firm_id", Invalid::not_found())
}

fn write<'c>(
    call: &'c Call<Account, Input>,
    firm: &AccountItem,
    manager: &Manager,
) -> Write<'c, Rule> {
    let (account_id, firm_id) = (manager.account_id, firm.account_id);
    let client = Client {
        firm_id,
        account_id,
        manager_id: manager.manager_id,
        labels: vec![],
        people: vec![],
        invited_at: manager.invited_at,
        accepted_at: None,
        version: 1,
    };
    let is_company =
        Condition::All(vec![Condition::Present, Condition::is("kind", AccountKind::Company)]);
    let by = By::Client(&call.who.caller.actor);
    let actions = (Action::ManagerInvited, Action::FirmInvited);
    let changes = json!({ "scope": manager.scope });
    let [clients, firms] = entries(&call.app, &client, by, actions, &changes);
    call.app
        .table
        .write()
        .create(manager, Rule::New)
        .check(&keys::account(account_id), Condition::Present, Rule::Open)
        .check(&firm.key(), is_company, Rule::Firm)
        .check(&keys::refusal(firm_id, account_id), Condition::Absent, Rule::Refused)
        .create(&client, Rule::Once)
        .put(&clients)
        .put(&firms)
}
