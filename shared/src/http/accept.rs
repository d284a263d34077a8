//! What kind of answer a caller would like, by `Accept` with its weights
//! ([RFC 9110, 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).

use std::str::FromStr;

use headers_accept::Accept;
use http::{HeaderMap, header};
use mediatype::MediaType;

use super::{Code, Problem};

/// The one of the media types that an operation can answer with that the caller likes best; the
/// first one if they do not say, or say what cannot be read. None if it answers with nothing.
pub(super) fn negotiate(
    headers: &HeaderMap,
    offered: &'static [&'static str],
) -> Result<Option<&'static str>, Problem> {
    let wanted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let wanted = wanted.collect::<Vec<_>>().join(",");
    let first = offered.first().copied();
    let accept = match Accept::from_str(&wanted) {
        Ok(accept) if accept.media_types().next().is_some() && first.is_some() => accept,
        _ => return Ok(first),
    };
    let kinds: Vec<_> = offered.iter().filter_map(|kind| MediaType::parse(kind).ok()).collect();
    let best = accept.negotiate(&kinds).and_then(|best| kinds.iter().position(|kind| kind == best));
    best.map(|best| Some(offered[best])).ok_or_else(|| {
        let detail = format!("This is answered as {}.", offered.join(" or "));
        Problem::because(Code::NotAcceptable, detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[&str] = &["application/json", "text/csv"];

    fn chosen(accept: &str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        negotiate(&headers, TWO).ok().flatten()
    }

    #[test]
    fn what_the_caller_likes_best_is_chosen() {
        for (accept, json) in [
            ("*/*", true),
            ("", true),
            ("nonsense", true),
            ("application/json", true),
            ("text/csv;q=0, */*", true),
            ("application/json, text/csv;q=0.5", true),
            ("application/json;q=0.4, text/csv;q=0.5", false),
            ("text/csv", false),
            ("TEXT/CSV", false),
            ("text/*", false),
            ("text/html, text/csv;q=0.1", false),
        ] {
            let expected = if json { "application/json" } else { "text/csv" };
            assert_eq!(chosen(accept), Some(expected), "{accept}");
        }
    }

    #[test]
    fn where_nothing_fits_nothing_is_chosen() {
        for accept in
            ["text/csvx", "text/html", "text/csv;q=0", "application/json;q=0, text/csv;q=0"]
        {
            assert_eq!(chosen(accept), None, "{accept}");
        }
    }
}
