//! Revokes an account's report link: it is dead with the next request.

use serde_json::json;
use shared::{
    domain::event::Action,
    http::{Account, Call, Code, NoContent, Problem},
    table::{
        Condition, keys,
        report_link::{LinkOwner, LinkSet},
    },
};

/// Revokes a link, whoever made it.
pub async fn delete_report_link(call: Call<Account>) -> Result<NoContent, Problem> {
    let (account, link) = (call.who.account, call.path.link()?);
    let subject = ("report_link", link.to_string());
    let (actor, action) = (&call.who.caller.actor, Action::ReportLinkRevoked);
    let event = call.event(account, actor, action, subject, json!({}));
    let there = Condition::Present;
    let less = LinkSet::less(LinkOwner::Account(account), link);
    let write = call.app.table.write();
    let write = write.delete(&keys::report_link(account, link), there.clone(), Code::NotFound);
    write.change(less, there, Code::NotFound).put(&event).run().await?;
    Ok(NoContent)
}
