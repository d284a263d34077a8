//! What every operation is given: the table, the clock, the secrets and the settings.

use std::{ops::Deref, sync::Arc, time::Duration};

use serde_json::Value;

use crate::{
    clock::Clock,
    domain::{
        AccountId, Email, EventId,
        event::{Action, Actor, Changes, Subject},
    },
    http::peer::Edge,
    seal::Seal,
    table::{Table, event::Event},
};

/// The application: cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// The table.
    pub table: Table,
    /// The clock.
    pub clock: Clock,
    /// Where the secret comes from that links, codes and cursors are made with.
    pub seal: Seal,
    /// What differs between deployments.
    pub settings: Settings,
}

/// What differs between deployments.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The console's address: what links in mails begin with, and the only origin whose pages
    /// may change something by cookie.
    pub app_url: String,
    /// Where the API is: what mail programs post to.
    pub api_url: String,
    /// What names who asks, where something stands between them and the gateway.
    pub edge: Option<Edge>,
    /// The operator's address.
    pub operator: Email,
    /// Who fulfils orders.
    pub orders: Orders,
    /// How many sign-in mails go to addresses with which nobody has ever signed in, in a minute.
    pub first_sign_ins_per_minute: u32,
    /// Whether the operator gets more sign-in mails than others (on one's own machine).
    pub operator_mails_unlimited: bool,
    /// The deployed stack, in whose name log lines are metrics; none off AWS.
    pub stack: Option<String>,
    /// How long a call may take where Lambda does not tell.
    pub time_limit: Duration,
}

impl Settings {
    /// Whether browsers reach the app over an encrypted connection.
    pub fn is_encrypted(&self) -> bool {
        self.app_url.starts_with("https:")
    }

    /// Whether pages of this origin are the app's. Where the app itself is on this machine, those
    /// that another of its ports serves are too.
    pub fn is_own(&self, origin: &str) -> bool {
        origin == self.app_url || is_this_machine(&self.app_url) && is_this_machine(origin)
    }
}

fn is_this_machine(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("http://") else { return false };
    let (host, port) = host.split_once(':').unwrap_or((host, "80"));
    matches!(host, "localhost" | "127.0.0.1") && port.parse::<u16>().is_ok()
}

/// Who fulfils orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orders {
    /// They are fulfilled as they are made.
    Automatic,
    /// The operator, one by one.
    Operator,
}

impl App {
    /// The application of these parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// An entry of an account's audit trail, of now: to be written together with the change.
    pub fn event(
        &self,
        account_id: AccountId,
        actor: &Actor,
        action: Action,
        (kind, id): (&str, String),
        changes: Value,
    ) -> Event {
        Event {
            account_id,
            event_id: EventId::new(self.clock.precise()),
            at: self.clock.now(),
            actor: actor.clone(),
            action: action.into(),
            subject: Subject { kind: kind.into(), id },
            changes: match changes {
                Value::Object(changes) => changes,
                _ => Changes::new(),
            },
        }
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
