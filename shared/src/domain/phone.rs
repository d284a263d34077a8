//! Telephone numbers.

use std::fmt;

use super::{Invalid, text::one_line, text_signs::typed};

/// A telephone number: digits with the signs of ASCII that people put between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Wants 3 to 20 digits among spaces, dashes, dots, slashes and brackets, `+` in front. Address
    /// books put other spaces and dashes there, and marks of direction round it: they are read.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = one_line(&typed(text), 40)?;
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

crate::kept_as_text!(Phone, { "type": "string", "maxLength": 40 });

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Phone;

    proptest! {
        #[test]
        fn a_number_is_kept_in_ascii_and_reads_the_same_again(
            text in "[\u{202a}\u{200e}]?\\+?[0-9\u{a0}\u{2009}\u{202f}\u{2010}-\u{2015}\u{2212} ()./-]{3,30}[\u{202c}]?",
        ) {
            if let Ok(phone) = Phone::parse(&text) {
                let kept = phone.to_string();
                prop_assert!(kept.is_ascii());
                prop_assert_eq!(Phone::parse(&kept), Ok(phone));
            }
        }
    }

    #[test]
    fn numbers_are_read_as_address_books_paste_them() {
        for (pasted, kept) in [
            ("+49\u{a0}171\u{a0}1234567", "+49 171 1234567"),
            ("0171\u{2013}1234567", "0171-1234567"),
            ("0171\u{2012}1234567", "0171-1234567"),
            ("0171\u{2011}1234567", "0171-1234567"),
            ("0171\u{2212}1234567", "0171-1234567"),
            ("\u{202a}+44 20 7946 0958\u{202c}", "+44 20 7946 0958"),
            ("\u{200e}020\u{2009}7946\u{202f}0958\u{feff}", "020 7946 0958"),
            ("＋４４（２０）７９４６", "+44(20)7946"),
        ] {
            assert_eq!(Phone::parse(pasted).unwrap().to_string(), kept);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (bad, code) in [
            ("call me", "invalid_phone"),
            ("12", "invalid_phone"),
            ("++44 123", "invalid_phone"),
            ("123456789012345678901", "invalid_phone"),
            ("\u{200e}", "empty"),
            ("12\u{0}3", "control_character"),
        ] {
            assert_eq!(Phone::parse(bad).map_err(|bad| bad.code), Err(code), "{bad:?}");
        }
    }
}
