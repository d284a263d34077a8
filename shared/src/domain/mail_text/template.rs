//! Texts with placeholders, `{{ account_name }}`, and nothing else.

use std::{fmt, ops::Range};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Invalid, Placeholder};

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
pub struct Template {
    written: String,
    parts: Vec<Part>,
    /// Where its placeholders stand in what was written, braces included.
    places: Vec<(Placeholder, Range<usize>)>,
}

impl Template {
    /// Reads a text that may have some placeholders, and says where it is wrong if it is.
    pub(super) fn parse(text: &str, known: &[Placeholder]) -> Result<Self, Invalid> {
        let (mut parts, mut places) = (vec![], vec![]);
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let at = text.len() - rest.len() + brace;
            let (before, found) = rest.split_at(brace);
            push(&mut parts, before);
            if found.starts_with("{{") {
                let (placeholder, length) = placeholder(text, at, known)?;
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

    /// What it consists of.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Every placeholder, and where it stands in what was written.
    pub(super) fn places(&self) -> impl Iterator<Item = (Placeholder, &Range<usize>)> {
        self.places.iter().map(|(placeholder, place)| (*placeholder, place))
    }
}

/// As it was written.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// A text of the product, which a test shows to be right, or one that was read when it was stored.
impl From<String> for Template {
    fn from(text: String) -> Self {
        Self::parse(&text, Placeholder::ALL).unwrap_or_else(|_| Self {
            parts: vec![Part::Text(text.clone())],
            written: text,
            places: vec![],
        })
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
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
fn placeholder(
    text: &str,
    at: usize,
    known: &[Placeholder],
) -> Result<(Placeholder, usize), Invalid> {
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
    let named = Placeholder::named(name).filter(|named| known.contains(named));
    let placeholder = named.ok_or_else(|| {
        let name: String = name.chars().take(40).collect();
        let known: Vec<_> = known.iter().map(|known| known.name()).collect();
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
