//! The signs of a text: those that nobody sees, those that turn the text around them, and the one
//! form in which a text is kept.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

/// Whether nobody sees it: white space, the blank of Braille, and what Unicode says to ignore
/// where it is not known, such as a zero-width space, a soft hyphen or a byte-order mark.
pub fn is_unseen(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}' || is_ignorable(c)
}

/// Whether it has no look of its own (Unicode's `Default_Ignorable_Code_Point`).
pub fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether it turns the direction of all text behind it: embeddings, overrides and isolates. The
/// marks U+200E, U+200F and U+061C only say which way a neighbour reads.
pub fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether it ends a line.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text without what nobody sees at its edges; at its end stays what makes another letter of the
/// one before it.
pub fn trimmed(text: &str) -> &str {
    text.trim_start_matches(is_unseen).trim_end_matches(|c| is_unseen(c) && !is_attached(c))
}

/// The text as it is kept: composed (NFC), and without ignorable signs that no script needs. Those that
/// turn it are not left out quietly: whoever parses it refuses them.
pub fn kept(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let seen: String =
        text.chars().filter(|c| !is_ignorable(*c) || is_needed(*c) || is_turning(*c)).collect();
    const { ComposingNormalizerBorrowed::new_nfc() }.normalize(&seen).into_owned()
}

/// The text with plain signs for those that only look different: wide, narrow, raised (NFKC).
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    const { ComposingNormalizerBorrowed::new_nfkc() }.normalize(text)
}

/// A space for any white space, a hyphen for any dash, and nothing for what is ignorable: how
/// numbers and codes are read that went through an address book or a word processor.
pub fn typed(text: &str) -> String {
    let signs = plain(text);
    let signs = signs.chars().filter(|c| !is_ignorable(*c));
    signs
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

/// Whether a script needs this ignorable sign: it is a mark of direction, or attached to a letter.
fn is_needed(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}') || is_attached(c)
}

/// Whether it makes another letter or picture of the one before it: joiners, selectors of variants,
/// the tags of flags.
fn is_attached(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What people paste without seeing it.
    const UNSEEN: [char; 12] = [
        ' ', '\t', '\u{a0}', '\u{ad}', '\u{200b}', '\u{200e}', '\u{202a}', '\u{202f}', '\u{2060}',
        '\u{2800}', '\u{3000}', '\u{feff}',
    ];

    proptest! {
        #[test]
        fn edges_that_nobody_sees_do_not_count(
            before in prop::collection::vec(prop::sample::select(&UNSEEN[..]), 0..5),
            text in "[a-zäß李\u{200d}]{0,8}[a-z]",
            after in prop::collection::vec(prop::sample::select(&UNSEEN[..]), 0..5),
        ) {
            let (before, after) = (String::from_iter(before), String::from_iter(after));
            let text = format!("x{text}");
            let wrapped = format!("{before}{text}{after}");
            prop_assert_eq!(trimmed(&wrapped), text);
        }

        #[test]
        fn keeping_what_is_kept_changes_nothing(text in any::<String>()) {
            let once = kept(&text);
            prop_assert_eq!(kept(&once), once);
        }

        #[test]
        fn what_was_typed_reads_the_same_again(text in any::<String>()) {
            let once = typed(&text);
            prop_assert!(!once.contains(is_ignorable));
            prop_assert_eq!(typed(&once), once);
        }
    }

    #[test]
    fn what_no_script_needs_is_not_kept_and_what_scripts_need_is() {
        assert_eq!(kept("Ac\u{ad}me\u{200b} Ha\u{2060}ul\u{feff}age\u{3164}"), "Acme Haulage");
        for needed in [
            "नि\u{200d}",
            "می\u{200c}خواهم",
            "שלום\u{200f}!",
            "❤\u{fe0f}",
            "葛\u{e0100}",
            "അവന\u{d4d}\u{200d}",
            "👩\u{200d}🚒",
        ] {
            assert_eq!(kept(needed), needed);
            assert_eq!(trimmed(&format!(" \u{200e}{needed}\u{feff} ")), needed);
        }
        assert_eq!(trimmed("\u{200d}\u{200c} "), "");
    }

    #[test]
    fn composed_and_decomposed_texts_are_kept_as_one() {
        assert_eq!(kept("Cafe\u{301}"), "Café");
        assert_eq!(kept("\u{1112}\u{1161}\u{11ab}"), "한");
    }
}
