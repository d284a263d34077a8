//! Whose records a manager sees: with the company, everybody's, also of who has left; else of who is there
//! and in their scope.

use std::collections::BTreeSet;

use shared::domain::{Role, Scope};

use super::{School, names};

#[tokio::test]
async fn holder_admin_company_manager_and_program_see_all_others_those_in_their_scope() {
    let school = School::new().await;
    let (ann, _) = school.graduate("Ann").await;
    let (bob, _) = school.graduate("Bob").await;
    let (cid, _) = school.graduate("Cid").await;
    let service = &school.service;
    let group = service.group_of(&school.company, "Night", &[&ann, &cid]).await;
    let groups = Scope::Groups { group_ids: BTreeSet::from([group]) };
    let drivers = Scope::Drivers { user_ids: BTreeSet::from([bob.user, cid.user]) };
    let admin = service.member(&school.company, Role::Admin, None).await;
    let callers = [
        service.sign_in(&admin.email).await,
        service.manager(&school.company, Scope::Company).await,
        service.program(&school.company, &["reports"]).await,
        service.manager(&school.company, groups).await,
        service.manager(&school.company, drivers).await,
    ];
    let seen = async |query: &str| {
        let mut all = vec![];
        for caller in &callers {
            let records = caller.list(&school.path(&format!("/records{query}"))).await;
            let mut names: Vec<_> = names(&records).into_iter().map(str::to_owned).collect();
            names.sort_unstable();
            all.push(names.join(" "));
        }
        all
    };
    let everybody = "Ann Bob Cid";
    for query in ["", "?limit=1", "?status=valid&limit=2"] {
        service.lists_caught_up().await;
        let expected = [everybody, everybody, everybody, "Ann Cid", "Bob Cid"];
        assert_eq!(seen(query).await, expected, "{query}");
    }
    assert_eq!(seen("?q=c").await, ["Cid"; 5]);
    for (caller, foreign) in [(&callers[3], &bob), (&callers[4], &ann)] {
        let of_other = school.path(&format!("/records?user={}", foreign.user));
        caller.get(&of_other).await.expect_bad_field("user", "not_found");
        let theirs = school.path(&format!("/records?user={}", cid.user));
        assert_eq!(names(&caller.list(&theirs).await), ["Cid"]);
    }
    school.company.remove(&cid).await;
    service.settle().await;
    assert_eq!(seen("").await, [everybody, everybody, everybody, "Ann", "Bob"]);
    let driver = service.sign_in(&bob.email).await;
    driver.get(&school.path("/records")).await.expect_problem(403, "forbidden");
    let program = service.program(&school.company, &["users"]).await;
    program.get(&school.path("/records")).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn a_scope_of_many_is_paged_through_to_its_end() {
    let school = School::new().await;
    let mut members = vec![];
    for number in 0..3 {
        members.push(school.graduate(&format!("Driver {number}")).await.0);
        members.extend(school.service.members(&school.company, 50).await);
    }
    let all: Vec<_> = members.iter().collect();
    let group = school.service.group_of(&school.company, "All", &all).await;
    let groups = Scope::Groups { group_ids: BTreeSet::from([group]) };
    let manager = school.service.manager(&school.company, groups).await;
    for limit in [1, 2, 100] {
        let records = manager.list(&school.path(&format!("/records?limit={limit}"))).await;
        let names = names(&records).into_iter().collect::<BTreeSet<_>>();
        assert_eq!((names.len(), records.len()), (3, 3), "{limit}");
    }
}
