//! Texts that people write: names, titles, labels, notes.
//!
//! Each is kept composed, without what nobody sees at its edges or, where no script needs it, within;
//! signs that turn the direction of text are refused.

use std::fmt;

use super::{
    Invalid,
    text_signs::{is_line_break, is_turning, kept, trimmed},
    unique_name,
};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, at most $max:literal $(, $check:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Refuses what is empty, too long, of several lines or holds control characters.
            pub fn parse(text: &str) -> Result<Self, Invalid> {
                one_line(text, $max)$(.and_then($check))?.map(Self)
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

        $crate::kept_as_text!($name, { "type": "string", "minLength": 1, "maxLength": $max });
    )*};
}

texts! {
    /// A person's name as they or their company write it.
    PersonName, at most 200;
    /// The title of a course or of a module.
    Title, at most 200;
    /// A client's own word for a batch, an API key or a context.
    Label, at most 100;
    /// The name of a group: unique in its account, among all that look like it.
    GroupName, at most 100, without_semicolon;
    /// Where a training session is held.
    Place, at most 300;
    /// What an account calls a route.
    RouteName, at most 200;
    /// What a list is searched for.
    SearchText, at most 200;
}

impl GroupName {
    /// What names have in common that count as the same.
    pub fn unique(&self) -> String {
        unique_name::of_group(&self.0)
    }
}

/// Refuses what separates groups in a file.
fn without_semicolon(name: String) -> Result<String, Invalid> {
    let detail = "Must not hold a semicolon: in a file it separates groups.";
    if name.contains(';') { Err(Invalid::new("semicolon", detail)) } else { Ok(name) }
}

/// A course's summary: may be long and may have several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary(String);

impl Summary {
    /// Refuses what is longer than 5,000 characters or holds control characters other than line
    /// breaks and tabs. May be empty.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        lines(text, 5_000).map(Self)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::kept_as_text!(Summary, { "type": "string", "maxLength": 5000 });

/// What is to be known of a route, or of a request: may have several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// Refuses what is empty, longer than 2,000 characters or holds control characters other than
    /// line breaks and tabs.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = lines(text, 2_000)?;
        if text.is_empty() {
            return Err(Invalid::new("empty", "Must not be empty; null takes it away."));
        }
        Ok(Self(text))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::kept_as_text!(Note, { "type": "string", "minLength": 1, "maxLength": 2000 });

/// Kept lines of up to `max` characters, maybe none.
fn lines(text: &str, max: usize) -> Result<String, Invalid> {
    refuse_turning(text)?;
    let text = kept(text);
    let text = trimmed(&text);
    refuse_longer(text, max)?;
    refuse_control_characters(text, |c| matches!(c, '\n' | '\r' | '\t'))?;
    Ok(text.to_owned())
}

/// One kept line of 1 to `max` characters.
pub(super) fn one_line(text: &str, max: usize) -> Result<String, Invalid> {
    refuse_turning(text)?;
    let text = kept(text);
    let text = trimmed(&text);
    if text.is_empty() {
        return Err(Invalid::new("empty", "Must not be empty."));
    }
    refuse_longer(text, max)?;
    refuse_control_characters(text, |_| false)?;
    if text.contains(is_line_break) {
        return Err(Invalid::new("line_break", "Must be one line."));
    }
    Ok(text.to_owned())
}

/// Refuses signs that would turn the text around them, also what a page or a mail puts behind it.
fn refuse_turning(text: &str) -> Result<(), Invalid> {
    let detail = "Must not hold signs that turn the direction of text, such as U+202E.";
    if text.contains(is_turning) { Err(Invalid::new("bidi_control", detail)) } else { Ok(()) }
}

fn refuse_longer(text: &str, max: usize) -> Result<(), Invalid> {
    let longer = text.chars().nth(max).is_some();
    let refusal = || Invalid::new("too_long", format!("Must be at most {max} characters."));
    if longer { Err(refusal()) } else { Ok(()) }
}

fn refuse_control_characters(text: &str, but: impl Fn(char) -> bool) -> Result<(), Invalid> {
    let refusal = || Invalid::new("control_character", "Must not hold control characters.");
    if text.chars().any(|c| c.is_control() && !but(c)) { Err(refusal()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text_signs::is_unseen;

    /// Whether it may make another letter of the one before it.
    fn kept_at_the_end(c: char) -> bool {
        trimmed(&format!("a{c}")).len() > 1
    }

    proptest! {
        #[test]
        fn what_is_kept_reads_the_same_again(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
            }
            if let Ok(note) = Note::parse(&text) {
                prop_assert_eq!(Note::parse(&note.to_string()), Ok(note));
            }
        }

        #[test]
        fn a_kept_text_has_nothing_unseen_at_its_edges(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert!(!name.as_str().starts_with(is_unseen));
                prop_assert!(!name.as_str().ends_with(|c: char| is_unseen(c) && !kept_at_the_end(c)));
                prop_assert!(!name.as_str().contains(|c: char| c.is_control() || is_turning(c)));
            }
        }

        #[test]
        fn signs_that_turn_text_are_refused_wherever_they_stand(
            before in "[a-z]{0,3}", sign in "[\u{202a}-\u{202e}\u{2066}-\u{2069}]", after in "[a-z]{0,3}",
        ) {
            let text = format!("{before}{sign}{after}");
            let code = |bad: Invalid| bad.code;
            prop_assert_eq!(PersonName::parse(&text).map_err(code), Err("bidi_control"));
            prop_assert_eq!(Summary::parse(&text).map_err(code), Err("bidi_control"));
        }
    }

    #[test]
    fn texts_that_are_no_names_are_refused() {
        for (text, code) in [
            ("", "empty"),
            ("\u{200b}\u{3164}\u{2800} ", "empty"),
            ("a\u{0}b", "control_character"),
            ("a\nb", "control_character"),
            ("a\u{2028}b", "line_break"),
            (&"é".repeat(201), "too_long"),
        ] {
            assert_eq!(PersonName::parse(text).map_err(|bad| bad.code), Err(code), "{text:?}");
        }
        assert!(PersonName::parse(&"e\u{301}".repeat(200)).is_ok());
    }

    #[test]
    fn no_group_has_the_sign_that_separates_groups() {
        for name in ["Night; Office", "Night\u{37e} Office"] {
            assert_eq!(GroupName::parse(name).map_err(|bad| bad.code), Err("semicolon"));
        }
    }

    #[test]
    fn texts_of_several_lines_hold_no_control_characters_either() {
        assert!(Summary::parse("a\r\n\tb").is_ok());
        for text in ["a\u{0}b", "a\u{1b}b", "\u{7f}"] {
            assert_eq!(Summary::parse(text).map_err(|bad| bad.code), Err("control_character"));
            assert_eq!(Note::parse(text).map_err(|bad| bad.code), Err("control_character"));
        }
    }
}
