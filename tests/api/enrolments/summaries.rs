//! What a summary costs does not grow with the number of those who are enrolled.

use serde_json::json;
use shared::domain::Role;
use tests::licences::rows;

use super::Client;

#[tokio::test]
async fn a_summary_of_many_costs_what_one_of_ten_costs() {
    let client = Client::of(&[], 400).await;
    let mut cost = None;
    for (count, in_a_call) in [(10, 1), (290, 29)] {
        for _ in 0..count / in_a_call {
            let mut users = vec![];
            for _ in 0..in_a_call {
                let user = client.service.member(&client.company, Role::Driver, None).await.user;
                users.push(user.to_string());
            }
            // Each call comes in a second of its own.
            client.service.advance(1);
            let body = json!({ "course_id": client.course["id"], "user_ids": users });
            let answer = client.company.assigned_by(&client.company.holder, body).await;
            assert_eq!(rows(&answer.expect(200)).len(), in_a_call);
        }
        client.service.settle().await;
        let answer = client.company.holder.get(&client.path("/reports/summary")).await;
        let (trips, units) = (answer.cost.round_trips, answer.cost.read_units);
        let cost = cost.get_or_insert((trips, units));
        assert_eq!((trips, units), *cost);
        assert!(trips <= 3);
        let enrolled = answer.expect(200)["enrolments"].clone();
        assert!(enrolled == 10 || enrolled == 300, "{enrolled}");
    }
    client.service.balanced().await;
}
