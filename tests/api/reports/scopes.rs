//! Who reads which part of a report.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shared::domain::{Role, Scope};
use tests::Caller;

use super::{Fleet, names};

/// A fleet of three, each enrolled in two courses; the first has begun one.
async fn fleet() -> Fleet {
    let fleet = Fleet::of(&["Ann", "Bob", "Cid"]).await;
    for driver in 0..3 {
        let first = fleet.enrol(driver, 0).await;
        fleet.enrol(driver, 1).await;
        if driver == 0 {
            fleet.complete(&fleet.sign_in(0).await, &first, 0, &[80.0]).await;
        }
    }
    fleet
}

/// The paths of report, summary and the profile of each driver.
fn paths(fleet: &Fleet) -> Vec<String> {
    let profiles = fleet.drivers.iter().map(|driver| format!("/users/{}/report", driver.user));
    let lists = ["/reports", "/reports/summary"].map(str::to_owned);
    lists.into_iter().chain(profiles).map(|path| fleet.path(&path)).collect()
}

async fn statuses(fleet: &Fleet, caller: &Caller) -> Vec<u16> {
    let mut statuses = vec![];
    for path in paths(fleet) {
        statuses.push(caller.get(&path).await.status);
    }
    statuses
}

#[tokio::test]
async fn admins_and_managers_of_the_company_read_what_its_holder_reads() {
    let fleet = fleet().await;
    let admin = fleet.service.member(&fleet.company, Role::Admin, None).await;
    let admin = fleet.service.sign_in(&admin.email).await;
    let manager = fleet.service.manager(&fleet.company, Scope::Company).await;
    let program = fleet.service.program(&fleet.company, &["reports"]).await;
    for path in paths(&fleet) {
        let seen = fleet.company.holder.get(&path).await.expect(200);
        for caller in [&admin, &manager, &program] {
            assert_eq!(caller.get(&path).await.expect(200), seen, "{path}");
        }
    }
}

#[tokio::test]
async fn a_manager_of_drivers_reads_just_their_part() {
    let fleet = fleet().await;
    let drivers = [0, 2].map(|driver: usize| fleet.drivers[driver].user);
    let scope = Scope::Drivers { user_ids: BTreeSet::from(drivers) };
    let manager = fleet.service.manager(&fleet.company, scope).await;
    assert_eq!(statuses(&fleet, &manager).await, [200, 200, 200, 404, 200]);
    let rows = manager.list(&fleet.path("/reports?limit=1")).await;
    assert_eq!(names(&rows), ["Ann", "Ann", "Cid", "Cid"], "driver by driver");
    let mut own: Vec<_> = fleet.rows("").await;
    own.retain(|row| row["user"]["name"] != "Bob");
    own.sort_by_key(|row| row["user"]["id"].to_string());
    assert_eq!(rows, own);
    assert_eq!(names(&manager.list(&fleet.path("/reports?q=b")).await), [""; 0]);
    let summary = manager.get(&fleet.path("/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(2), &json!(4)));
    let by_status = &summary["by_status"];
    assert_eq!((&by_status["not_started"], &by_status["in_progress"]), (&json!(3), &json!(1)));
}

#[tokio::test]
async fn a_manager_of_a_group_without_drivers_reads_nothing() {
    let fleet = fleet().await;
    let group = fleet.service.group(&fleet.company, "North").await;
    let scope = Scope::Groups { group_ids: BTreeSet::from([group]) };
    let manager = fleet.service.manager(&fleet.company, scope).await;
    assert_eq!(statuses(&fleet, &manager).await, [200, 200, 404, 404, 404]);
    assert_eq!(manager.list(&fleet.path("/reports")).await, [Value::Null; 0]);
    let summary = manager.get(&fleet.path("/reports/summary")).await.expect(200);
    assert_eq!((&summary["drivers"], &summary["enrolments"]), (&json!(0), &json!(0)));
}

#[tokio::test]
async fn a_driver_reads_no_report_of_the_company_and_a_stranger_finds_none() {
    let fleet = fleet().await;
    assert_eq!(statuses(&fleet, &fleet.sign_in(0).await).await, [403; 5]);
    let other = fleet.service.company("Other").await;
    assert_eq!(statuses(&fleet, &other.holder).await, [404; 5]);
    let foreign = fleet.service.program(&other, &["reports"]).await;
    assert_eq!(statuses(&fleet, &foreign).await, [404; 5]);
    assert_eq!(statuses(&fleet, &fleet.service.anonymous()).await, [401; 5]);
    let others = ["redemptions", "codes", "users"];
    let program = fleet.service.program(&fleet.company, &others).await;
    assert_eq!(statuses(&fleet, &program).await, [403; 5]);
}
