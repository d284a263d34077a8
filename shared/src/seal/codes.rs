//! Codes of resellers, made from their numbers and read back without a table.

use subtle::ConstantTimeEq;

use super::Key;
use crate::domain::code::{BatchNumber, Code, CodeIndex};

const NUMBER_BITS: u32 = BatchNumber::BITS + CodeIndex::BITS;
const TAG_BITS: u32 = 45;

/// Turns the number of a batch and a place in it into a code, and back.
///
/// A code's 95 bits are a tag of 45, a MAC over both numbers, and the 50 bits of the numbers,
/// masked with a stream that the tag gives (as SIV does). So a code shows nothing of its numbers,
/// two codes are never the same, and a made-up one is right once in 2⁴⁵ tries.
#[derive(Debug, Clone)]
pub struct CodeSeal(Key);

impl CodeSeal {
    /// The seal with the key for [`Purpose::Codes`](super::Purpose::Codes).
    pub const fn new(key: Key) -> Self {
        Self(key)
    }

    /// The code at this place of this batch.
    pub fn seal(&self, batch: BatchNumber, index: CodeIndex) -> Code {
        let numbers = u64::from(batch.get()) << CodeIndex::BITS | u64::from(index.get());
        let tag = self.tag(numbers);
        let masked = numbers ^ self.stream(tag);
        Code::from_payload(u128::from(tag) << NUMBER_BITS | u128::from(masked))
    }

    /// The batch and place of a code that this key made; `None` for any other.
    pub fn open(&self, code: &Code) -> Option<(BatchNumber, CodeIndex)> {
        let tag = (code.payload() >> NUMBER_BITS) as u64;
        let masked = code.payload() as u64 & ((1 << NUMBER_BITS) - 1);
        let numbers = masked ^ self.stream(tag);
        if !bool::from(self.tag(numbers).ct_eq(&tag)) {
            return None;
        }
        let batch = BatchNumber::new((numbers >> CodeIndex::BITS) as u32)?;
        let index = CodeIndex::new(numbers as u32 & ((1 << CodeIndex::BITS) - 1))?;
        Some((batch, index))
    }

    fn tag(&self, numbers: u64) -> u64 {
        self.bits::<TAG_BITS>(b"tag", numbers)
    }

    fn stream(&self, tag: u64) -> u64 {
        self.bits::<NUMBER_BITS>(b"stream", tag)
    }

    /// The first bits of a MAC over a number.
    fn bits<const BITS: u32>(&self, label: &[u8], number: u64) -> u64 {
        let mac = self.0.mac(&[label, &number.to_be_bytes()]);
        mac[..8].iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte)) >> (u64::BITS - BITS)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::code::MAX_QUANTITY,
        seal::{Purpose, Root},
    };

    fn seal_of(secret: u8) -> CodeSeal {
        CodeSeal::new(Root::new([secret; 32]).key(Purpose::Codes))
    }

    fn numbers() -> impl Strategy<Value = (BatchNumber, CodeIndex)> {
        (0..1_u32 << 30, 0..MAX_QUANTITY).prop_map(|(batch, index)| {
            (BatchNumber::new(batch).unwrap(), CodeIndex::new(index).unwrap())
        })
    }

    proptest! {
        #[test]
        fn a_code_gives_its_numbers_back((batch, index) in numbers()) {
            let code = seal_of(1).seal(batch, index);
            let typed = Code::parse(&code.to_string().to_lowercase()).unwrap();
            prop_assert_eq!(seal_of(1).open(&typed), Some((batch, index)));
        }

        #[test]
        fn a_code_of_another_root_does_not_open((batch, index) in numbers()) {
            prop_assert_eq!(seal_of(2).open(&seal_of(1).seal(batch, index)), None);
        }

        #[test]
        fn a_code_with_one_bit_turned_does_not_open((batch, index) in numbers(), bit in 0..95) {
            let code = seal_of(1).seal(batch, index);
            let turned = Code::from_payload(code.payload() ^ (1_u128 << bit));
            prop_assert_eq!(seal_of(1).open(&turned), None);
        }
    }

    #[test]
    fn made_up_codes_with_a_right_check_symbol_do_not_open() {
        let seal = seal_of(1);
        let mut random = vec![0; 16 * 100_000];
        getrandom::fill(&mut random).unwrap();
        for payload in random.as_chunks().0 {
            let code = Code::from_payload(u128::from_be_bytes(*payload));
            assert_eq!(seal.open(&code), None, "{}", code);
        }
    }

    #[test]
    fn a_right_tag_over_an_index_that_no_batch_has_does_not_open() {
        let seal = seal_of(1);
        let numbers = u64::from(MAX_QUANTITY);
        let tag = seal.tag(numbers);
        let masked = numbers ^ seal.stream(tag);
        let code = Code::from_payload(u128::from(tag) << NUMBER_BITS | u128::from(masked));
        assert_eq!(seal.open(&code), None);
    }

    #[test]
    fn codes_that_were_sold_stay_valid_across_releases() {
        let (batch, index) = (BatchNumber::new(123_456_789), CodeIndex::new(654_321));
        let code = seal_of(7).seal(batch.unwrap(), index.unwrap());
        assert_eq!(code.to_string(), "0VS5D-YWXGY-CH4C4-SRYFP");
    }
}
