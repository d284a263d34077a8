//! Lists of groups, page by page, and what a page costs.

use serde_json::json;
use shared::{
    domain::{GroupId, GroupName},
    table::group::Group,
};
use tests::Answer;

use super::{Depot, of_groups};

#[tokio::test]
async fn groups_are_listed_page_by_page_the_oldest_first() {
    let depot = Depot::start().await;
    let mut made = vec![];
    for number in 0..5 {
        made.push(depot.make(&format!("Group {number}")).await);
    }
    assert_eq!(depot.company.holder.list(&format!("{}?limit=2", depot.groups())).await, made);
}

#[tokio::test]
async fn a_manager_of_groups_lists_them_page_by_page() {
    let depot = Depot::start().await;
    let mut made = vec![];
    for number in 0..5 {
        made.push(depot.make(&format!("Group {number}")).await);
    }
    let scope = of_groups(&[&made[0], &made[1], &made[3], &made[4]]);
    let manager = depot.service.manager(&depot.company, scope).await;
    depot.remove(&made[1]).await;
    let path = format!("{}?limit=1", depot.groups());
    let own = [&made[0], &made[3], &made[4]].map(Clone::clone);
    assert_eq!(manager.list(&path).await, own);
}

#[tokio::test]
async fn a_cursor_of_the_accounts_groups_is_none_of_a_managers() {
    let depot = Depot::start().await;
    let groups = [depot.make("North").await, depot.make("South").await];
    let scope = of_groups(&[&groups[0], &groups[1]]);
    let manager = depot.service.manager(&depot.company, scope).await;
    let path = format!("{}?limit=1", depot.groups());
    let page = depot.company.holder.get(&path).await.expect(200);
    let next = format!("{path}&cursor={}", page["next_cursor"].as_str().expect("a cursor"));
    manager.get(&next).await.expect_bad_field("cursor", "invalid_cursor");
}

#[tokio::test]
async fn a_page_costs_as_much_of_2000_groups_as_of_10() {
    let depot = Depot::start().await;
    let app = depot.service.stack().app();
    let fill = async |from: usize, to: usize| {
        let numbers: Vec<_> = (from..to).collect();
        for numbers in numbers.chunks(100) {
            let mut write = app.table.write::<()>();
            for number in numbers {
                let group = Group {
                    account_id: depot.company.id.parse().expect("an account"),
                    group_id: GroupId::new(app.clock.precise()),
                    name: GroupName::parse(&format!("Group {number:04}")).expect("a name"),
                    member_count: 0,
                    version: 1,
                };
                write = write.create(&group, ());
            }
            write.run().await.expect("groups");
        }
    };
    let page = async || -> Answer {
        depot.company.holder.get(&format!("{}?limit=9", depot.groups())).await
    };
    fill(0, 10).await;
    let few = page().await;
    fill(10, 2_000).await;
    let many = page().await;
    assert_eq!(few.body["items"].as_array().map(Vec::len), Some(9));
    assert_eq!(few.body["items"], many.body["items"]);
    assert_eq!((many.cost, many.cost.round_trips), (few.cost, 2));
    assert_ne!(many.body["next_cursor"], json!(null));
}
