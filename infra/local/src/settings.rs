//! What the server is told by its environment.

use std::path::PathBuf;

use shared::{app::Orders, domain::Email};

use crate::store::Data;

/// The settings of `cargo run`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The port on this machine; 0 is any free one.
    pub port: u16,
    /// Where the items are kept.
    pub data: Data,
    /// The operator's address.
    pub operator: Email,
    /// Who fulfils orders.
    pub orders: Orders,
    /// Whether the console is served, and built where it is older than its sources.
    pub console: bool,
}

impl Settings {
    /// Reads them; a variable that is empty counts as not set.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let text = |name: &str, default: &str| {
            let given = variable(name).filter(|value| !value.is_empty());
            given.unwrap_or_else(|| default.to_owned())
        };
        let port = text("CODRIVER_PORT", "3000");
        let operator = text("CODRIVER_OPERATOR", "operator@codriver.test");
        Ok(Self {
            port: port.parse().map_err(|_| format!("CODRIVER_PORT is {port}, not a port"))?,
            data: match text("CODRIVER_DATA", ".codriver/codriver.db").as_str() {
                ":memory:" => Data::Memory,
                file => Data::File(PathBuf::from(file)),
            },
            operator: Email::parse(&operator)
                .map_err(|_| format!("CODRIVER_OPERATOR is {operator}, not an e-mail address"))?,
            orders: match text("CODRIVER_ORDERS", "automatic").as_str() {
                "automatic" => Orders::Automatic,
                "operator" => Orders::Operator,
                other => {
                    return Err(format!("CODRIVER_ORDERS is {other}, not automatic or operator"));
                }
            },
            console: match text("CODRIVER_CONSOLE", "auto").as_str() {
                "auto" => true,
                "off" => false,
                other => return Err(format!("CODRIVER_CONSOLE is {other}, not auto or off")),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, value: &str) -> Result<Settings, String> {
        Settings::read(|asked| (asked == name).then(|| value.to_owned()))
    }

    #[test]
    fn without_any_variable_it_starts_as_the_readme_says() {
        let settings = Settings::read(|_| None).unwrap();
        assert_eq!(settings.port, 3000);
        assert_eq!(settings.data, Data::File(".codriver/codriver.db".into()));
        assert_eq!(settings.operator.as_str(), "operator@codriver.test");
        assert_eq!(settings.orders, Orders::Automatic);
        assert!(settings.console);
    }

    #[test]
    fn what_makes_no_sense_is_told_by_its_name() {
        let bad = [
            ("CODRIVER_PORT", "65536"),
            ("CODRIVER_OPERATOR", "me"),
            ("CODRIVER_ORDERS", "x"),
            ("CODRIVER_CONSOLE", "yes"),
        ];
        for (name, value) in bad {
            assert!(read(name, value).unwrap_err().starts_with(name), "{name}");
            assert!(read(name, "").is_ok(), "{name}");
        }
        assert_eq!(read("CODRIVER_DATA", ":memory:").unwrap().data, Data::Memory);
    }
}
