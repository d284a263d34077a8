//! Codes that resellers hand out: 20 symbols that bear being copied by hand.

use std::fmt;

use serde::{Serialize, Serializer};

use super::symbols::{read_symbols, write_symbols};
pub use super::{
    code_place::{BatchNumber, CodeIndex, MAX_QUANTITY},
    symbols::Mistyped,
};

const SYMBOLS: usize = 20;
const PAYLOAD_BITS: u32 = 95;

/// A code: 95 bits of payload in 19 symbols, and one that checks them without any secret.
///
/// # Why every slip of one symbol or two neighbours is caught
///
/// Symbols are elements of GF(32), the polynomials over GF(2) modulo x⁵ + x² + 1. That polynomial
/// is primitive, so x has order 31 and x⁰ … x¹⁹ are 20 different, non-zero weights. A code
/// s₀ … s₁₉ is right when Σ sᵢ·x¹⁹⁻ⁱ = 0; s₁₉, of weight 1, is chosen to make it so.
///
/// - Writing t for sᵢ adds (sᵢ − t)·x¹⁹⁻ⁱ to the sum: a product of two non-zero elements of
///   a field, so the sum is not 0 any more.
/// - Swapping sᵢ and sⱼ adds (sᵢ − sⱼ)·(x¹⁹⁻ʲ − x¹⁹⁻ⁱ): if the symbols differ, again both factors
///   are non-zero, whether i and j are neighbours or not.
///
/// Both hold for the check symbol as for the others, since it is a term of the same sum.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(u128);

impl Code {
    /// The code that carries the low 95 bits of `payload`.
    pub const fn from_payload(payload: u128) -> Self {
        Self(payload & ((1 << PAYLOAD_BITS) - 1))
    }

    /// The 95 bits that the code carries.
    pub const fn payload(&self) -> u128 {
        self.0
    }

    /// Reads what a human typed: any case, dashes and spaces anywhere, look-alikes as digits.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let symbols = read_symbols(text, SYMBOLS)?;
        let code = Self(symbols >> 5);
        (code.with_check_symbol() == symbols).then_some(code).ok_or(Mistyped)
    }

    /// All 20 symbols as one number; the sum is taken by Horner's rule.
    fn with_check_symbol(self) -> u128 {
        let check = (0..PAYLOAD_BITS / 5)
            .rev()
            .map(|place| (self.0 >> (5 * place)) & 31)
            .fold(0, |sum, symbol| times_x(sum ^ symbol));
        self.0 << 5 | check
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_symbols(f, self.with_check_symbol(), SYMBOLS, 5)
    }
}

/// Whoever knows a code can use it, so it stays out of logs.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Multiplication by x in GF(32).
const fn times_x(element: u128) -> u128 {
    let doubled = element << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ulid::Ulid;

    use super::*;
    use crate::domain::symbols::ALPHABET;

    fn symbols_of(code: Code) -> Vec<char> {
        code.to_string().chars().filter(|c| *c != '-').collect()
    }

    fn parse_symbols(symbols: &[char]) -> Result<Code, Mistyped> {
        Code::parse(&symbols.iter().collect::<String>())
    }

    /// Some way in which a human may type a right code.
    fn respell(text: &str, choices: &[u8]) -> String {
        let spell = |(c, choice): (char, &u8)| match (c, choice % 4) {
            ('-', 0) => "".into(),
            ('-', 1) => " – ".into(),
            ('0', 0) => "o".into(),
            ('0', 1) => "O".into(),
            ('1', 0) => "I-".into(),
            ('1', 1) => "l".into(),
            ('1', 2) => "i".into(),
            (c, 0 | 1) => c.to_ascii_lowercase().to_string(),
            (c, 2) => format!(" {c}"),
            (c, _) => c.to_string(),
        };
        text.chars().zip(choices.iter().cycle()).map(spell).collect()
    }

    proptest! {
        #[test]
        fn a_code_is_read_back_in_any_spelling(
            payload in 0..1_u128 << 95,
            choices in proptest::collection::vec(any::<u8>(), 23),
        ) {
            let code = Code::from_payload(payload);
            prop_assert_eq!(code.payload(), payload);
            prop_assert_eq!(Code::parse(&code.to_string()), Ok(code));
            prop_assert_eq!(Code::parse(&respell(&code.to_string(), &choices)), Ok(code));
        }

        #[test]
        fn every_single_wrong_symbol_is_mistyped(payload: u128) {
            let right = symbols_of(Code::from_payload(payload));
            for place in 0..SYMBOLS {
                for other in ALPHABET.iter().map(|symbol| char::from(*symbol)) {
                    let mut wrong = right.clone();
                    wrong[place] = other;
                    prop_assert_eq!(parse_symbols(&wrong).is_ok(), wrong == right);
                }
            }
        }

        #[test]
        fn every_swap_of_two_different_neighbours_is_mistyped(payload: u128) {
            let right = symbols_of(Code::from_payload(payload));
            for place in 1..SYMBOLS {
                let mut wrong = right.clone();
                wrong.swap(place - 1, place);
                prop_assert_eq!(parse_symbols(&wrong).is_ok(), wrong == right);
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in any::<String>()) {
            let _ = Code::parse(&text);
        }

        #[test]
        fn the_number_of_a_batch_is_the_end_of_its_identifier(ulid: u128) {
            let batch = crate::domain::BatchId::from_ulid(Ulid::from(ulid));
            let number = BatchNumber::of(batch);
            prop_assert!(batch.to_string().ends_with(&number.to_string()));
            prop_assert_eq!(number.to_string().len(), 6);
            prop_assert_eq!(BatchNumber::new(number.get()), Some(number));
        }
    }

    #[test]
    fn the_weights_are_all_different_and_not_zero() {
        let mut weights = vec![1];
        while weights.len() < SYMBOLS {
            weights.push(times_x(weights[weights.len() - 1]));
        }
        for (place, weight) in weights.iter().enumerate() {
            assert!((1..32).contains(weight) && !weights[..place].contains(weight));
        }
    }

    #[test]
    fn a_wrong_length_or_alphabet_is_mistyped() {
        let code = Code::from_payload(0).to_string();
        assert_eq!(code, "00000-00000-00000-00000");
        for wrong in ["", "-", &code[1..], &format!("{code}0"), &code.replacen('0', "U", 1)] {
            assert_eq!(Code::parse(wrong), Err(Mistyped), "{wrong}");
        }
    }

    #[test]
    fn numbers_that_are_too_large_are_refused() {
        assert!(BatchNumber::new(1 << 30).is_none());
        assert!(CodeIndex::new(MAX_QUANTITY).is_none());
        assert_eq!(CodeIndex::new(MAX_QUANTITY - 1).map(CodeIndex::get), Some(999_999));
    }

    #[test]
    fn a_code_stays_out_of_logs() {
        assert_eq!(format!("{:?}", Code::from_payload(12345)), "Code(…)");
    }
}
