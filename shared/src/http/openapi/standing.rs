//! Who may call an operation, in words and as OpenAPI's security.

use serde_json::{Value, json};

use crate::{
    domain::{Role, Scope},
    http::{access::Rule, route::SECURE_COOKIE},
    policy::{Answer, Right, answer, key_opens},
    table::api_key::KeyScope,
};

/// How a caller may show who they are.
pub fn schemes() -> Value {
    json!({
        "sign_in": {
            "type": "http", "scheme": "bearer",
            "description": "The token of a sign-in: a person.",
        },
        "api_key": {
            "type": "http", "scheme": "bearer",
            "description": "The token of an API key: a program of an account, within the key's scopes.",
        },
        "cookie": {
            "type": "apiKey", "in": "cookie", "name": SECURE_COOKIE,
            "description": "A sign-in, as the console's cookie. By it alone, a change must come with \
                the `Origin` of the app.",
        },
    })
}

/// What of it opens an operation; nothing is asked where anyone may call.
pub fn security(rule: Rule) -> Value {
    match (rule, by_key(rule)) {
        (Rule::Anyone, _) => json!([]),
        (_, true) => json!([{ "sign_in": [] }, { "api_key": [] }, { "cookie": [] }]),
        (_, false) => json!([{ "sign_in": [] }, { "cookie": [] }]),
    }
}

fn by_key(rule: Rule) -> bool {
    match rule {
        Rule::SignedIn => true,
        Rule::Account(right) => !scopes(right).is_empty(),
        Rule::Anyone | Rule::Person | Rule::Operator => false,
    }
}

/// Who may call, as a sentence.
pub fn who_may_call(rule: Rule) -> String {
    match rule {
        Rule::Anyone => "Who may call: anyone.".into(),
        Rule::Person => "Who may call: a person who is signed in.".into(),
        Rule::SignedIn => "Who may call: a person who is signed in, or an API key.".into(),
        Rule::Operator => "Who may call: the operator of the service.".into(),
        Rule::Account(right) => {
            let mut who = roles(right);
            who.extend(keys(right));
            format!("Who may call: {}. The right is `{right:?}`.", who.join(", "))
        }
    }
}

/// The roles that have a right, within their scope or without bounds.
fn roles(right: Right) -> Vec<String> {
    let groups = Scope::Groups { group_ids: Default::default() };
    let drivers = Scope::Drivers { user_ids: Default::default() };
    let columns = [
        ("the account's holder", Role::Holder, None),
        ("admins", Role::Admin, None),
        ("managers of the company", Role::Manager, Some(&Scope::Company)),
        ("managers of groups", Role::Manager, Some(&groups)),
        ("managers of drivers", Role::Manager, Some(&drivers)),
        ("drivers", Role::Driver, None),
    ];
    let roles =
        columns.into_iter().filter_map(|(name, role, scope)| match answer(right, role, scope) {
            Answer::Yes => Some(name.to_owned()),
            Answer::InScope => Some(format!("{name} (within their scope)")),
            Answer::No => None,
        });
    roles.collect()
}

/// The API keys that open a right.
fn keys(right: Right) -> Option<String> {
    let scopes = scopes(right);
    match scopes.len() {
        0 => None,
        all if all == SCOPES.len() => Some("API keys of any scope".into()),
        _ => {
            let named: Vec<_> = scopes.iter().map(|(_, name)| format!("`{name}`")).collect();
            Some(format!("API keys of scope {}", named.join(" or ")))
        }
    }
}

const SCOPES: [(KeyScope, &str); 4] = [
    (KeyScope::Redemptions, "redemptions"),
    (KeyScope::Codes, "codes"),
    (KeyScope::Users, "users"),
    (KeyScope::Reports, "reports"),
];

fn scopes(right: Right) -> Vec<(KeyScope, &'static str)> {
    SCOPES.into_iter().filter(|(scope, _)| key_opens(right, &[*scope])).collect()
}
