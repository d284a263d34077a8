//! The texts of the e-mails that go to an account's people: an account may have its own for each kind.
//!
//! They are no programs, so whatever is stored can be filled in; and what is filled in is a value,
//! never read as a text again.

mod defaults;
mod kind;
mod placeholder;
mod template;
#[cfg(test)]
mod tests;
mod values;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::template::refusal;
use super::{
    FieldErrors, Invalid,
    text_signs::{is_line_break, is_turning, kept, trimmed},
};

pub use self::{
    kind::{MailKind, Offered},
    placeholder::Placeholder,
    template::{Part, Template},
    values::{News, Told, Values},
};

/// The most characters of a subject.
pub const SUBJECT_CHARACTERS: usize = 200;
/// The most bytes of a body.
pub const BODY_BYTES: usize = 20_000;

/// The text of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// One line, without links and secrets, since a subject is seen where no secret belongs.
    pub subject: Template,
    /// Plain text. A blank line begins a new paragraph; where a link makes up one, HTML shows a
    /// button.
    pub body: Template,
}

impl MailText {
    /// Reads the text of a mail of this kind; what is wrong with subject and body is said of both.
    pub fn parse(kind: MailKind, subject: &str, body: &str) -> Result<Self, FieldErrors> {
        let subject = parse_subject(kind, subject).map_err(|bad| bad.at("subject"));
        let body = parse_body(kind, body).map_err(|bad| bad.at("body"));
        match (subject, body) {
            (Ok(subject), Ok(body)) => Ok(Self { subject, body }),
            (Err(bad), Ok(_)) | (Ok(_), Err(bad)) => Err(bad),
            (Err(subject), Err(body)) => Err(subject.and(body)),
        }
    }
}

impl MailText {
    /// The text of a mail that comes again, unanswered.
    #[must_use]
    pub fn as_reminder(self) -> Self {
        Self { subject: format!("Reminder: {}", self.subject).into(), ..self }
    }
}

fn parse_subject(kind: MailKind, text: &str) -> Result<Template, Invalid> {
    let text = &kept(text);
    refuse_size(text, text.chars().count(), SUBJECT_CHARACTERS, "characters")?;
    if let Some(at) = text.find(is_line_break) {
        return Err(refusal("line_break", text, at, "a subject has one line only."));
    }
    refuse_control_characters(text)?;
    let template = Template::parse(text, &known(kind))?;
    for (placeholder, _) in template.places() {
        let name = placeholder.name();
        if placeholder.is_secret() {
            let detail = format!("{{{{ {name} }}}} is a secret: it stands in the body only.");
            return Err(Invalid::new("secret_in_subject", detail));
        }
        if placeholder.is_link() {
            let detail = format!("{{{{ {name} }}}} is a link: it stands in the body only.");
            return Err(Invalid::new("link_in_subject", detail));
        }
    }
    Ok(template)
}

fn parse_body(kind: MailKind, text: &str) -> Result<Template, Invalid> {
    let text = &kept(text);
    refuse_size(text, text.len(), BODY_BYTES, "bytes")?;
    refuse_control_characters(text)?;
    let template = Template::parse(text, &known(kind))?;
    for offered in kind.placeholders().iter().filter(|offered| offered.required) {
        let required = offered.placeholder;
        if !template.places().any(|(placeholder, _)| placeholder == required) {
            let name = required.name();
            let detail =
                format!("Must have {{{{ {name} }}}}: without it the mail would be of no use.");
            return Err(Invalid::new(required.missing(), detail));
        }
    }
    for (link, place) in template.places().filter(|(placeholder, _)| placeholder.is_link()) {
        if !stands_alone(text, place) {
            let what = format!("{{{{ {} }}}} stands alone on its line.", link.name());
            return Err(refusal("link_not_alone", text, place.start, &what));
        }
    }
    Ok(template)
}

/// The placeholders that a text of this kind can have.
fn known(kind: MailKind) -> Vec<Placeholder> {
    kind.placeholders().iter().map(|offered| offered.placeholder).collect()
}

/// Whether nothing else stands on the line of this place. What stood beside a link could become a part
/// of its address, or make it a part of another one.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].rsplit('\n').next().unwrap_or_default();
    let after = text[place.end..].split('\n').next().unwrap_or_default();
    [before, after].iter().all(|beside| beside.trim_matches([' ', '\t', '\r']).is_empty())
}

fn refuse_size(text: &str, size: usize, most: usize, of: &str) -> Result<(), Invalid> {
    if size > most {
        return Err(Invalid::new("too_long", format!("Must be at most {most} {of}, not {size}.")));
    }
    if trimmed(text).is_empty() {
        return Err(Invalid::new("empty", "Must not be empty."));
    }
    Ok(())
}

/// Refuses control characters, but for tabs and the ends of lines: `\n` or `\r\n`; and signs that
/// turn the text around them.
fn refuse_control_characters(text: &str) -> Result<(), Invalid> {
    let bad = text.char_indices().find(|(at, c)| match c {
        '\n' | '\t' => false,
        '\r' => !text[*at..].starts_with("\r\n"),
        c => c.is_control() || is_turning(*c),
    });
    bad.map_or(Ok(()), |(at, c)| {
        Err(if is_turning(c) {
            refusal("bidi_control", text, at, "this sign turns the direction of text.")
        } else {
            refusal("control_character", text, at, "this is a control character.")
        })
    })
}
