//! Symbols that bear being copied by hand: five bits each.

use std::fmt;

use super::text_signs::typed;

/// Crockford's base 32: no I, L, O (look-alikes of digits) and no U.
pub(super) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The text cannot be a code as it was shown: wrong length, alphabet or check symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code as it was shown: look for a mistyped symbol")]
pub struct Mistyped;

/// Reads `count` (at most 25) symbols into one number, the first one highest. Spaces and dashes of
/// any kind between them do not count, nor does what nobody sees; wide symbols are read.
pub(super) fn read_symbols(text: &str, count: usize) -> Result<u128, Mistyped> {
    let mut left = count;
    let mut number = 0;
    for c in typed(text).chars().filter(|c| !matches!(c, ' ' | '-')) {
        left = left.checked_sub(1).ok_or(Mistyped)?;
        number = number << 5 | symbol_value(c)?;
    }
    if left == 0 { Ok(number) } else { Err(Mistyped) }
}

/// Writes the low `count` symbols of a number with a dash between groups of `group`.
pub(super) fn write_symbols(
    f: &mut fmt::Formatter<'_>,
    number: u128,
    count: usize,
    group: usize,
) -> fmt::Result {
    for place in 0..count {
        if place > 0 && place % group == 0 {
            f.write_str("-")?;
        }
        let value = (number >> (5 * (count - 1 - place))) & 31;
        write!(f, "{}", char::from(ALPHABET[value as usize]))?;
    }
    Ok(())
}

fn symbol_value(c: char) -> Result<u128, Mistyped> {
    let symbol = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|known| char::from(*known) == symbol);
    place.map(|value| value as u128).ok_or(Mistyped)
}
