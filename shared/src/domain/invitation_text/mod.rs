//! The text of the e-mail that invites users: an account may have its own.
//!
//! It is no program, so whatever is stored can be filled in; and what is filled in is a value,
//! never read as a text again.

mod template;
#[cfg(test)]
mod tests;

use std::{fmt, ops::Range};

use deserr::Deserr;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::template::{Template, refusal};
use super::{
    AccountName, Email, FieldErrors, Invalid, PersonName, TimeZone,
    moment::moment,
    text_signs::{is_line_break, is_turning, kept, trimmed},
};

pub use self::template::{Part, Placeholder};

/// The most characters of a subject.
const SUBJECT_CHARACTERS: usize = 200;
/// The most bytes of a body.
const BODY_BYTES: usize = 20_000;

/// What a subject says where an account has no text of its own.
const SUBJECT: &str = "Your invitation to {{ account_name }}";

/// What a body says where an account has no text of its own.
const BODY: &str = "\
Hello {{ user_name }},

{{ inviter }} has invited you to join {{ account_name }} on Codriver, where you take driver \
training courses and see your results.

Activate your account here:

{{ activation_link }}

The link works until {{ expires_on }} and is meant for {{ user_email }} only, so please do not \
pass it on.

You did not expect this invitation? Then you can ignore this e-mail.

Welcome aboard!
{{ account_name }}
";

/// The subject: one line, and without the link, since a subject is seen where no secret belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationSubject(Template);

/// The body, with the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationBody(Template);

impl InvitationSubject {
    /// Reads a subject, and says where it is wrong if it is.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = &kept(text);
        refuse_size(text, text.chars().count(), SUBJECT_CHARACTERS, "characters")?;
        if let Some(at) = text.find(is_line_break) {
            return Err(refusal("line_break", text, at, "a subject has one line only."));
        }
        refuse_control_characters(text)?;
        let template = Template::parse(text)?;
        if template.places_of(Placeholder::ActivationLink).next().is_some() {
            let detail = "The activation link is a secret: it stands in the body only.";
            return Err(Invalid::new("secret_in_subject", detail));
        }
        Ok(Self(template))
    }

    /// What it consists of.
    pub fn parts(&self) -> &[Part] {
        &self.0.parts
    }
}

impl InvitationBody {
    /// Reads a body, and says where it is wrong if it is.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = &kept(text);
        refuse_size(text, text.len(), BODY_BYTES, "bytes")?;
        refuse_control_characters(text)?;
        let template = Template::parse(text)?;
        let links: Vec<_> = template.places_of(Placeholder::ActivationLink).collect();
        if links.is_empty() {
            let detail = "Must have {{ activation_link }}: without it nobody could join.";
            return Err(Invalid::new("missing_activation_link", detail));
        }
        if let Some(link) = links.iter().find(|link| !stands_alone(text, link)) {
            let what = "the activation link stands alone on its line.";
            return Err(refusal("link_not_alone", text, link.start, what));
        }
        Ok(Self(template))
    }

    /// What it consists of.
    pub fn parts(&self) -> &[Part] {
        &self.0.parts
    }
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

/// As it was written.
impl fmt::Display for InvitationSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.written)
    }
}

/// As it was written.
impl fmt::Display for InvitationBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.written)
    }
}

crate::kept_as_text!(InvitationSubject, { "type": "string", "minLength": 1, "maxLength": 200 });
crate::kept_as_text!(InvitationBody, { "type": "string", "minLength": 1, "maxLength": 20000 });

/// The text of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, JsonSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct InvitationText {
    /// One line with placeholders, without the activation link.
    pub subject: InvitationSubject,
    /// Plain text with placeholders, the activation link among them, alone on its line. A blank line
    /// begins a new paragraph; where the link makes up one, HTML shows a button.
    pub body: InvitationBody,
}

/// The text of an account that has none of its own.
impl Default for InvitationText {
    fn default() -> Self {
        Self {
            subject: InvitationSubject(SUBJECT.to_owned().into()),
            body: InvitationBody(BODY.to_owned().into()),
        }
    }
}

/// What the placeholders stand for in one invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct Values {
    /// The link, its token behind the `#`.
    pub activation_link: String,
    /// The account.
    pub account_name: AccountName,
    /// The account's record of the user's name.
    pub user_name: Option<PersonName>,
    /// The user's address.
    pub user_email: Email,
    /// The address of who invited; a program has none.
    pub inviter: Option<Email>,
    /// When the invitation ends.
    pub expires_at: Timestamp,
    /// The zone that its reader reads that in.
    pub zone: TimeZone,
}

/// Shows nothing: the link is a secret.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

impl Values {
    /// What a placeholder stands for.
    pub fn of(&self, placeholder: Placeholder) -> String {
        let or = |text: Option<String>, other: &str| text.unwrap_or_else(|| other.to_owned());
        match placeholder {
            Placeholder::ActivationLink => self.activation_link.clone(),
            Placeholder::AccountName => self.account_name.to_string(),
            Placeholder::UserName => {
                or(self.user_name.as_ref().map(ToString::to_string), self.user_email.as_str())
            }
            Placeholder::UserEmail => self.user_email.to_string(),
            Placeholder::Inviter => {
                or(self.inviter.as_ref().map(ToString::to_string), self.account_name.as_str())
            }
            Placeholder::ExpiresOn => moment(self.expires_at, &self.zone),
        }
    }
}
