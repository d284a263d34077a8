//! How groups are shown.

use schemars::JsonSchema;
use serde::Serialize;
use shared::{
    domain::{GroupId, GroupName},
    table::group::Group,
};

/// A group.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Group")]
pub struct GroupView {
    /// Which.
    id: GroupId,
    /// Its name.
    name: GroupName,
    /// How many users are in it.
    member_count: u32,
    /// Counts its changes, not those of its members.
    version: u64,
}

impl GroupView {
    /// How this group is shown.
    pub fn of(group: Group) -> Self {
        Self {
            id: group.group_id,
            name: group.name,
            member_count: group.member_count,
            version: group.version,
        }
    }
}
