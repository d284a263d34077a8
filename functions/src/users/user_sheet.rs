//! Users as rows of a spreadsheet. Groups stand in their cell as an import reads them: by name, one
//! behind the other.

use shared::{
    domain::TimeZone,
    http::csv::{Row, cell, time_cell},
};

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

    fn cells(&self, zone: &TimeZone) -> Vec<String> {
        let groups: Vec<_> = self.groups.iter().map(|group| group.name.to_string()).collect();
        vec![
            self.email.to_string(),
            cell(self.name.as_ref()),
            cell(self.phone.as_ref()),
            self.role.to_string(),
            self.status.to_string(),
            groups.join("; "),
            time_cell(self.last_sign_in_at, zone),
            self.progress.assigned.to_string(),
            self.progress.completed.to_string(),
        ]
    }
}
