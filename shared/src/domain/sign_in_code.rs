//! The short code that a sign-in mail shows next to its link.

use std::fmt;

use subtle::ConstantTimeEq;

use super::symbols::{Mistyped, read_symbols, write_symbols};

const SYMBOLS: usize = 8;

/// Eight symbols: 40 bits, enough for the few tries that a pending sign-in allows.
///
/// It has no `==` on purpose: [`SignInCode::matches`] takes the same time for every wrong code.
#[derive(Clone, Copy)]
pub struct SignInCode(u64);

impl SignInCode {
    /// The code made of the first 40 bits of a MAC.
    pub fn from_mac(mac: &[u8; 32]) -> Self {
        Self(mac[..5].iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
    }

    /// Reads what a human typed, as forgiving as [`Code::parse`](super::code::Code::parse).
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        read_symbols(text, SYMBOLS).map(|symbols| Self(symbols as u64))
    }

    /// Whether both are the same, told in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Display for SignInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_symbols(f, self.0.into(), SYMBOLS, 4)
    }
}

/// Whoever knows the code can sign in, so it stays out of logs.
impl fmt::Debug for SignInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sign_in_code_is_read_back_in_any_spelling(mac: [u8; 32]) {
            let code = SignInCode::from_mac(&mac);
            let shown = code.to_string();
            prop_assert_eq!(shown.len(), 9);
            let typed = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "L");
            prop_assert!(SignInCode::parse(&shown).unwrap().matches(&code));
            prop_assert!(SignInCode::parse(&typed).unwrap().matches(&code));
        }

        #[test]
        fn codes_match_only_if_their_bits_do(one: [u8; 32], bit in 0..40_usize) {
            let mut other = one;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!SignInCode::from_mac(&one).matches(&SignInCode::from_mac(&other)));
        }
    }

    #[test]
    fn a_mac_gives_its_first_40_bits() {
        let mut mac = [0; 32];
        mac[..6].copy_from_slice(&[0x00, 0x44, 0x32, 0x14, 0xC7, 0xFF]);
        assert_eq!(SignInCode::from_mac(&mac).to_string(), "0123-4567");
    }

    #[test]
    fn a_wrong_length_or_alphabet_is_refused() {
        for wrong in ["", "0123-456", "0123-45678", "0123-456U", "0123-456é"] {
            assert!(SignInCode::parse(wrong).is_err(), "{wrong}");
        }
    }
}
