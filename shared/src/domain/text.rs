//! Short texts that people write: names, phone numbers, titles, labels.

use std::fmt;

use super::Invalid;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, at most $max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Trims; refuses what is empty, too long or holds control characters.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                one_line(text, $max).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        $crate::written_as_text!($name, { "type": "string", "minLength": 1, "maxLength": $max });
    )*};
}

texts! {
    /// A person's name as they or their company write it.
    PersonName, at most 200;
    /// The title of a course or of a module.
    Title, at most 200;
    /// A client's own word for a batch, an API key or a context.
    Label, at most 100;
    /// The name of a group: unique in its account, ignoring letter case and runs of spaces.
    GroupName, at most 100;
    /// Where a training session is held.
    Place, at most 300;
    /// What an account calls a route.
    RouteName, at most 200;
    /// What a list is searched for.
    SearchText, at most 200;
}

impl GroupName {
    /// What two spellings of one name have in common.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// A course's summary: may be long and may have several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary(String);

impl Summary {
    /// Trims; refuses what is longer than 5,000 characters or holds control characters other than
    /// line breaks and tabs. May be empty.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        lines(text, 5_000).map(Self)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(Summary, { "type": "string", "maxLength": 5000 });

/// What is to be known of a route: may have several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// Trims; refuses what is empty, longer than 2,000 characters or holds control characters
    /// other than line breaks and tabs.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.trim().is_empty() {
            return Err(Invalid::new("empty", "Must not be empty; null takes it away."));
        }
        lines(text, 2_000).map(Self)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(Note, { "type": "string", "minLength": 1, "maxLength": 2000 });

/// A telephone number: digits with the signs that people put between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Trims; wants 3 to 20 digits among spaces, dashes, dots, slashes and brackets, `+` in front.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = one_line(text, 40)?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let rest = text.strip_prefix('+').unwrap_or(&text);
        let known = rest.chars().all(|c| c.is_ascii_digit() || " -./()".contains(c));
        if known && (3..=20).contains(&digits) {
            Ok(Self(text))
        } else {
            Err(Invalid::new(
                "invalid_phone",
                "Must be a telephone number such as +44 20 7946 0958.",
            ))
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(Phone, { "type": "string", "maxLength": 40 });

/// A moment as people write its day in UTC: `3 December 2026`.
pub fn day(at: jiff::Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

/// Folds letter case and runs of spaces, as names are compared and searched.
pub fn fold(text: &str) -> String {
    // Upper then lower case also folds letters that have several forms of one case (ß, ς).
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase().to_lowercase()
}

/// Trimmed lines of up to `max` characters, maybe none.
fn lines(text: &str, max: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(Invalid::new("too_long", format!("Must be at most {max} characters.")));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Invalid::new("control_character", "Must not hold control characters."));
    }
    Ok(text.to_owned())
}

/// One trimmed line of 1 to `max` characters.
pub(super) fn one_line(text: &str, max: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new("empty", "Must not be empty."));
    }
    if text.chars().count() > max {
        return Err(Invalid::new("too_long", format!("Must be at most {max} characters.")));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::new("control_character", "Must not hold control characters."));
    }
    Ok(text.to_owned())
}
