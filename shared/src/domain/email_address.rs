//! E-mail addresses, compared after trimming and lower-casing.

use std::fmt;

use super::{Invalid, PersonId, text_signs::is_unseen};

/// How what stands in the place of a forgotten address ends.
const FORGOTTEN: &str = "@forgotten.invalid";

/// A well-formed e-mail address, trimmed and in lower case; an international domain is in its form of
/// ASCII (`xn--…`), so that an address has one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address: one `@`, a local part of at most 64 of RFC 5322's atom characters, a
    /// domain name with a dot, 254 characters in all (RFC 5321). Quoted local parts and address
    /// literals are refused: mail to people does not use them. Signs are looked at before they are
    /// folded, since folding makes ASCII of some that only look like it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let refused = |detail| Err(Invalid::new("invalid_email", detail));
        let text = text.trim_matches(is_unseen);
        let Some((local, domain)) = text.split_once('@') else { return refused(FORM) };
        if !local.is_ascii() {
            return refused(
                "Before its @ an address has plain letters (a to z), digits and signs only.",
            );
        }
        // What maps a domain to that form would be a fiftieth of every function.
        if !domain.is_ascii() {
            return refused(DOMAIN);
        }
        let address = format!("{local}@{domain}").to_ascii_lowercase();
        let (local, domain) = address.split_at(local.len());
        if address.len() <= 254 && is_local(local) && is_domain(&domain[1..]) {
            Ok(Self(address))
        } else {
            refused(FORM)
        }
    }

    /// The mailbox that it most likely leads to: what stands behind a `+` is its owner's own mark.
    pub fn mailbox(&self) -> Self {
        let (local, domain) = self.0.split_once('@').unwrap_or((&self.0, ""));
        match local.split_once('+') {
            Some((name, _)) if !name.is_empty() => Self(format!("{name}@{domain}")),
            _ => self.clone(),
        }
    }

    /// What stands in the place of the address of somebody who is forgotten (rule 48): the same for all
    /// that was theirs, so that what one person did stays one person's, and nobody's address. No domain
    /// of that ending is ever anybody's (RFC 6761), so nothing is mailed there.
    pub fn forgotten(person: PersonId) -> Self {
        let id = person.ulid().to_string().to_lowercase();
        Self(format!("{id}{FORGOTTEN}"))
    }

    /// Whether it stands in the place of one that was forgotten.
    pub fn is_forgotten(&self) -> bool {
        self.0.ends_with(FORGOTTEN)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::kept_as_text!(Email, { "type": "string", "format": "email", "maxLength": 254 });

const FORM: &str = "Must be an e-mail address such as ann@example.com.";
const DOMAIN: &str =
    "Behind its @ an international domain is written in its form of ASCII, which begins with xn--.";

fn is_local(local: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
    };
    local.len() <= 64 && local.split('.').all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Email;

    proptest! {
        #[test]
        fn an_address_is_kept_in_ascii_and_reads_the_same_again(
            local in "[a-zA-Z0-9._+-]{1,10}|\\PC{1,6}", domain in "[a-zA-Zäß李.-]{1,10}|\\PC{1,6}",
        ) {
            if let Ok(address) = Email::parse(&format!("{local}@{domain}.example")) {
                prop_assert!(address.as_str().is_ascii());
                prop_assert_eq!(address.as_str(), address.as_str().to_ascii_lowercase());
                prop_assert_eq!(Email::parse(address.as_str()), Ok(address));
            }
        }
    }

    #[test]
    fn what_nobody_sees_round_an_address_does_not_count() {
        for sign in ["\u{200b}", "\u{feff}", "\u{200e}", "\u{2060}", "\u{ad}", "\u{a0}", "\u{202a}"]
        {
            assert_eq!(
                Email::parse(&format!("{sign}ann@b.example{sign}")),
                Email::parse("ann@b.example")
            );
            assert!(Email::parse(&format!("an{sign}n@b.example")).is_err());
            assert!(Email::parse(&format!("ann@b{sign}b.example")).is_err());
        }
    }

    #[test]
    fn an_international_domain_is_asked_for_in_ascii() {
        for domain in ["bücher.example", "BÜCHER.example", "bu\u{308}cher.example", "例え.jp"] {
            let refused = Email::parse(&format!("anna@{domain}")).unwrap_err();
            assert!(refused.detail.contains("xn--"), "{domain}");
        }
        let kept = Email::parse("anna@XN--bcher-kva.example").unwrap();
        assert_eq!(kept.as_str(), "anna@xn--bcher-kva.example");
    }

    #[test]
    fn a_sign_that_only_looks_like_ascii_is_refused() {
        for bad in [
            "\u{212a}ate@b.example",
            "kate@\u{212a}ate.example",
            "ann@ｅxample.com",
            "ann＠b.example",
        ] {
            assert_eq!(Email::parse(bad).map_err(|bad| bad.code), Err("invalid_email"), "{bad}");
        }
    }

    #[test]
    fn the_part_that_is_wrong_is_told() {
        let told = |text: &str| Email::parse(text).unwrap_err().detail;
        assert!(told("änna@b.example").contains("Before its @"));
        assert!(told("anna@b\u{212a}.example").contains("Behind its @"));
    }

    #[test]
    fn addresses_are_compared_after_trimming_and_lower_casing() {
        assert_eq!(Email::parse("  Ann@Example.COM "), Email::parse("ann@example.com"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "ann",
            "ann@",
            "@b.example",
            "a b@c.example",
            "a@b",
            "a@b..example",
            "a@-b.example",
            "a.@b.example",
            "a@b@c.example",
            "a\r\n@b.example",
            "ä@b.example",
        ] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
    }
}
