//! E-mail addresses, compared after trimming and lower-casing.

use std::fmt;

use super::Invalid;

/// A well-formed e-mail address, trimmed and in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address: one `@`, a local part of at most 64 of RFC 5322's atom characters, a
    /// domain name with a dot, 254 characters in all (RFC 5321). Quoted local parts and address
    /// literals are refused: mail to people does not use them.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim().to_lowercase();
        let well_formed = text.len() <= 254
            && text
                .split_once('@')
                .is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        if well_formed {
            Ok(Self(text))
        } else {
            Err(Invalid::new("invalid_email", "Must be an e-mail address such as ann@example.com."))
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

crate::written_as_text!(Email, { "type": "string", "format": "email", "maxLength": 254 });

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
    use super::Email;

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
