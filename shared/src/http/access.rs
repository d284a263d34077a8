//! What a route asks of its caller, and what its operation is told of one who may call.

use crate::{
    domain::{AccountId, Role, Scope, UserId, event::Actor},
    policy::Right,
    table::person,
};

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Nothing: anyone may call.
    Anyone,
    /// A person who is signed in.
    Person,
    /// A person who is signed in, or an API key.
    SignedIn,
    /// The operator of the service.
    Operator,
    /// Somebody with this right in the account of the path.
    Account(Right),
}

/// A kind of access, and what an operation is told of a caller who has it.
pub trait Access: Copy + Send + Sync + 'static {
    /// What the operation is told.
    type Who: Send;

    /// What is asked.
    fn rule(self) -> Rule;

    /// What was found out, for the operation.
    fn who(admission: Admission) -> Option<Self::Who>;
}

/// Anyone may call.
#[derive(Debug, Clone, Copy)]
pub struct Anyone;

/// A person who is signed in may call.
#[derive(Debug, Clone, Copy)]
pub struct Person;

/// A person who is signed in, or an API key, may call.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn;

/// The operator of the service may call.
#[derive(Debug, Clone, Copy)]
pub struct Operator;

/// Somebody with this right in the account of the path may call.
#[derive(Debug, Clone, Copy)]
pub struct Account(pub Right);

/// Somebody whose credential is alive.
#[derive(Debug, Clone)]
pub struct Caller {
    /// As the audit trail names them.
    pub actor: Actor,
    /// The person or the API key: limits and idempotency count by it.
    pub id: String,
}

/// A person who is calling.
#[derive(Debug, Clone)]
pub struct PersonCalling {
    /// Who.
    pub caller: Caller,
    /// The person as the table has them.
    pub person: person::Person,
    /// The hash of the token they called with.
    pub session: String,
}

/// Somebody calling with a right in an account.
#[derive(Debug, Clone)]
pub struct MemberCalling {
    /// Who.
    pub caller: Caller,
    /// The account of the path.
    pub account: AccountId,
    /// What they are to it; none for an API key.
    pub role: Option<Role>,
    /// Their membership; none for a manager and for an API key.
    pub user: Option<UserId>,
    /// How much of the account they may see.
    pub within: Within,
}

/// How much of an account a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// All of it.
    Everything,
    /// What a manager's scope holds.
    Scope(Scope),
}

impl Within {
    /// The scope that a manager is kept to, if so.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Everything => None,
            Self::Scope(scope) => Some(scope),
        }
    }
}

/// How a caller stands in the account of the path.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) account: AccountId,
    pub(super) role: Option<Role>,
    pub(super) user: Option<UserId>,
    pub(super) within: Within,
}

/// What was found out about a caller.
#[derive(Debug)]
pub struct Admission {
    pub(super) caller: Option<Caller>,
    pub(super) person: Option<person::Person>,
    pub(super) session: Option<String>,
    pub(super) standing: Option<Standing>,
    /// Whether they are somebody in the account of the path, who has not this right.
    pub(super) forbidden: bool,
}

impl Access for Anyone {
    type Who = ();

    fn rule(self) -> Rule {
        Rule::Anyone
    }

    fn who(_: Admission) -> Option<()> {
        Some(())
    }
}

impl Access for Person {
    type Who = PersonCalling;

    fn rule(self) -> Rule {
        Rule::Person
    }

    fn who(found: Admission) -> Option<PersonCalling> {
        let (caller, person, session) = (found.caller?, found.person?, found.session?);
        Some(PersonCalling { caller, person, session })
    }
}

impl Access for SignedIn {
    type Who = Caller;

    fn rule(self) -> Rule {
        Rule::SignedIn
    }

    fn who(found: Admission) -> Option<Caller> {
        found.caller
    }
}

impl Access for Operator {
    type Who = Caller;

    fn rule(self) -> Rule {
        Rule::Operator
    }

    fn who(found: Admission) -> Option<Caller> {
        found.caller
    }
}

impl Access for Account {
    type Who = MemberCalling;

    fn rule(self) -> Rule {
        Rule::Account(self.0)
    }

    fn who(found: Admission) -> Option<MemberCalling> {
        let Standing { account, role, user, within } = found.standing?;
        Some(MemberCalling { caller: found.caller?, account, role, user, within })
    }
}

impl Admission {
    /// Nobody in particular.
    pub(super) const NOBODY: Self =
        Self { caller: None, person: None, session: None, standing: None, forbidden: false };

    /// Who it is, if that is known.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }
}

impl MemberCalling {
    /// Whether the caller has the whole account before them.
    pub fn sees_everything(&self) -> bool {
        self.within == Within::Everything
    }
}
