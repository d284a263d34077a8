//! Texts with placeholders, `{{ account_name }}`, and nothing else.

use std::ops::Range;

use super::Invalid;

macro_rules! placeholders {
    ($($(#[doc = $doc:literal])+ $placeholder:ident = $name:literal;)*) => {
        /// What stands for a value that is known when the mail is sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Placeholder { $($(#[doc = $doc])+ $placeholder,)* }

        impl Placeholder {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$placeholder),*];

            /// As it is written between the braces.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$placeholder => $name,)* }
            }

            /// What it stands for.
            pub fn description(self) -> &'static str {
                match self { $(Self::$placeholder => concat!($($doc),+).trim(),)* }
            }
        }
    };
}

placeholders! {
    /// The link that activates the invitation. It is a secret, so it stands in the body only.
    ActivationLink = "activation_link";
    /// The name of the account.
    AccountName = "account_name";
    /// The name of the invited user; the e-mail address where no name was given.
    UserName = "user_name";
    /// The e-mail address of the invited user.
    UserEmail = "user_email";
    /// The e-mail address of whoever invited; the name of the account where a program did.
    Inviter = "inviter";
    /// When the invitation ends, in the time zone of its reader, else of the account, such as
    /// 3 December 2026, 10:30 (Europe/Berlin).
    ExpiresOn = "expires_on";
}

impl Placeholder {
    /// Whether a body must have it.
    pub fn is_required(self) -> bool {
        self == Self::ActivationLink
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|placeholder| placeholder.name() == name)
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// As it was written.
    Text(String),
    /// A value.
    Placeholder(Placeholder),
}

/// A text as it was written, and what it consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) written: String,
    pub(super) parts: Vec<Part>,
    /// Where its placeholders stand in what was written, braces included.
    places: Vec<(Placeholder, Range<usize>)>,
}

impl Template {
    /// Reads a text, and says where it is wrong if it is.
    pub(super) fn parse(text: &str) -> Result<Self, Invalid> {
        let (mut parts, mut places) = (vec![], vec![]);
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let at = text.len() - rest.len() + brace;
            let (before, found) = rest.split_at(brace);
            push(&mut parts, before);
            if found.starts_with("{{") {
                let (placeholder, length) = placeholder(text, at)?;
                parts.push(Part::Placeholder(placeholder));
                places.push((placeholder, at..at + length));
                rest = &found[length..];
            } else if ["}}", "{%", "{#"].iter().any(|sign| found.starts_with(sign)) {
                let what = format!("\"{}\" has no meaning here.", &found[..2]);
                return Err(refusal("syntax_error", text, at, &what));
            } else {
                push(&mut parts, &found[..1]);
                rest = &found[1..];
            }
        }
        push(&mut parts, rest);
        Ok(Self { written: text.to_owned(), parts, places })
    }

    /// Where this placeholder stands in what was written.
    pub(super) fn places_of(
        &self,
        placeholder: Placeholder,
    ) -> impl Iterator<Item = &Range<usize>> {
        self.places.iter().filter(move |(one, _)| *one == placeholder).map(|(_, place)| place)
    }
}

/// A text of the product, which a test shows to be right, or one that was read when it was stored.
impl From<String> for Template {
    fn from(text: String) -> Self {
        Self::parse(&text).unwrap_or_else(|_| Self {
            parts: vec![Part::Text(text.clone())],
            written: text,
            places: vec![],
        })
    }
}

/// Adds a piece of text, to the one before it if there is one.
fn push(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(before)) => before.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

/// The placeholder that begins at a place of a text, and how long it is with its braces.
fn placeholder(text: &str, at: usize) -> Result<(Placeholder, usize), Invalid> {
    let syntax_error = |what| refusal("syntax_error", text, at, what);
    let inside = &text[at + 2..];
    let end = inside.find("}}").ok_or_else(|| syntax_error("\"{{\" has no \"}}\" after it."))?;
    let name = inside[..end].trim();
    if name.is_empty() {
        return Err(syntax_error("the placeholder has no name."));
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(syntax_error("only a name can stand between \"{{\" and \"}}\"."));
    }
    let placeholder = Placeholder::named(name).ok_or_else(|| {
        let name: String = name.chars().take(40).collect();
        let known: Vec<_> = Placeholder::ALL.iter().map(|known| known.name()).collect();
        let what = format!("there is no placeholder {name}; known are: {}.", known.join(", "));
        refusal("unknown_placeholder", text, at, &what)
    })?;
    Ok((placeholder, 2 + end + 2))
}

/// Says what is wrong with a text, and where, as people count.
pub(super) fn refusal(code: &'static str, text: &str, at: usize, what: &str) -> Invalid {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Invalid::new(code, format!("Line {line}, column {column}: {what}"))
}
