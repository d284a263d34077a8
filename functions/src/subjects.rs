//! What the operations are about, as the API's document tells it: one for each folder.

/// Each subject with a sentence, in the order in which a newcomer meets them.
pub const ALL: &[(&str, &str)] = &[
    ("sign_in", "Signing in without a password, and signing out."),
    ("me", "The caller: their own courses, routes and sessions, and where they may act."),
    ("accounts", "Companies and drivers' own accounts, their audit trail, admins and API keys."),
    ("users", "The people of an account, and inviting them."),
    ("groups", "Named sets of an account's users."),
    ("invitations", "Invitations, as those who got one see them."),
    ("managers", "Those who look after an account from outside, within a scope."),
    (
        "firms",
        "What a firm has of the accounts that it looks after: labels, and who is sent there.",
    ),
    ("settings", "What an account says in its own words, and what it has its people reminded of."),
    ("courses", "The catalogue of courses."),
    ("orders", "Buying licences and codes."),
    ("enrolments", "Giving drivers access to courses."),
    ("training", "Training sessions: dated, led, with attendees."),
    ("codes", "A reseller's codes, and redeeming them."),
    ("reports", "Who has come how far."),
    ("links", "Report links: URLs that show a report to whoever has one."),
    ("records", "What completed courses leave for good, also of who has left."),
    ("drivers", "Drivers whom an account may see: its own, and those shared with it."),
    ("shares", "Letting another account see and route drivers."),
    ("routing", "Dated work with drivers on it."),
    ("operator", "Running the service: catalogue, plans, orders."),
    ("mails", "Mails, as those who get them see them."),
    ("service", "The service itself."),
];
