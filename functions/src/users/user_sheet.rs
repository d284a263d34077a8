//! Users as rows of a spreadsheet. Groups stand in their cell as an import reads them: by name, one
//! behind the other.

use shared::http::csv::{Row, cell};

use super::views::UserView;

impl Row for UserView {
    const COLUMNS: &'static [&'static str] = &[
        "email",
        "name",
        "phone",
        "role",
        "status",
        "groups",
        "last_sign_in_at",
        "assigned",
        "completed",
    ];

    fn cells(&self) -> Vec<String> {
        let groups: Vec<_> = self.groups.iter().map(|group| group.name.to_string()).collect();
        vec![
            self.email.to_string(),
            cell(self.name.as_ref()),
            cell(self.phone.as_ref()),
            self.role.to_string(),
            self.status.to_string(),
            groups.join("; "),
            cell(self.last_sign_in_at),
            self.progress.assigned.to_string(),
            self.progress.completed.to_string(),
        ]
    }
}
