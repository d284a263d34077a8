//! Who ends a share, and what is told of it: in the trails of both accounts, and to those who manage
//! them.

use serde_json::json;
use shared::{
    app::App,
    domain::{
        MailId, RouteId,
        event::{Action, Actor},
    },
    table::{
        event::Event,
        notice::{Happened, Notice},
        share::SharedDriver,
    },
};

/// Who ends a share. The other account's trail does not name them: no more than the account is its
/// to know.
#[derive(Clone, Copy)]
pub enum Ender<'a> {
    /// The drivers' own account takes one back.
    Home(&'a Actor),
    /// The account that they are shared with gives one back.
    Recipient(&'a Actor),
}

impl Ender<'_> {
    /// The entries of the home account's trail and of the other's, which tells the routes that the
    /// driver is taken off.
    pub(super) fn events(self, app: &App, shared: &SharedDriver, off: &[RouteId]) -> [Event; 2] {
        let SharedDriver { home_account_id: home, account_id: recipient, .. } = *shared;
        let driver = || ("user", shared.user_id.to_string());
        let event = |of, by, action, changes| app.event(of, by, action, driver(), changes);
        match self {
            Self::Home(by) => {
                let (action, system) = (Action::DriverUnshared, &Actor::SYSTEM);
                [
                    event(home, by, action, json!({ "with": recipient })),
                    event(recipient, system, action, json!({ "by": home, "routes": off })),
                ]
            }
            Self::Recipient(by) => {
                let (action, system) = (Action::DriverGivenBack, &Actor::SYSTEM);
                [
                    event(home, system, action, json!({ "by": recipient })),
                    event(recipient, by, action, json!({ "to": home, "routes": off })),
                ]
            }
        }
    }
}

/// What those who manage either account are told.
pub(super) fn notice(app: &App, shared: &SharedDriver) -> Notice {
    Notice {
        notice_id: MailId::new(app.clock.precise()),
        home_account_id: shared.home_account_id,
        recipient_id: shared.account_id,
        what: Happened::Unshared { share: shared.clone() },
        at: app.clock.now(),
    }
}
