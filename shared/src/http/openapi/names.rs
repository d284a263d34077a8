//! Words made of other words.

use http::StatusCode;

/// `do_it` as `DoIt`.
pub fn pascal(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

/// What a status is called, as a word.
pub fn reason(status: u16) -> String {
    let status = StatusCode::from_u16(status).ok();
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    reason.split([' ', '-']).collect()
}
