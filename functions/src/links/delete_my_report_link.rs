//! Revokes the caller's own report link: it is dead with the next request.

use shared::{
    http::{Call, Code, NoContent, Person, Problem},
    table::{
        Condition, keys,
        report_link::{LinkOwner, LinkSet},
    },
};

/// Revokes a link.
pub async fn delete_my_report_link(call: Call<Person>) -> Result<NoContent, Problem> {
    let (person, link) = (call.who.person.person_id, call.path.link()?);
    let there = Condition::Present;
    let less = LinkSet::less(LinkOwner::Person(person), link);
    let write = call.app.table.write();
    let write = write.delete(&keys::own_report_link(person, link), there.clone(), Code::NotFound);
    write.change(less, there, Code::NotFound).run().await?;
    Ok(NoContent)
}
