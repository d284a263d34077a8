//! Cancelling a session.

use super::School;

#[tokio::test]
async fn a_cancelled_session_is_gone_for_everybody() {
    let school = School::of(2).await;
    let made = school.schedule(&[0, 1]).await;
    let ann = school.sign_in(0).await;
    assert_eq!(ann.list("/v1/me/sessions").await.len(), 1);
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    school.get(&made).await.expect_problem(404, "not_found");
    assert!(school.company.holder.list(&school.path("")).await.is_empty());
    assert!(ann.list("/v1/me/sessions").await.is_empty());
    school.company.holder.delete(&school.path_of(&made)).await.expect_problem(404, "not_found");
    school.service.balanced().await;
}

#[tokio::test]
async fn who_was_to_attend_is_told_once_that_it_is_cancelled() {
    let school = School::of(3).await;
    let made = school.schedule(&[0, 1]).await;
    school.company.holder.delete(&school.path_of(&made)).await.expect(204);
    assert_eq!(school.counts().await, [2, 2, 0]);
    let told = school.told(0).await;
    let (cancel, request) = (&told[0], &told[1]);
    assert_eq!((cancel.method.as_str(), cancel.status.as_str()), ("CANCEL", "CANCELLED"));
    assert_eq!((&cancel.uid, &cancel.title), (&request.uid, &request.title));
    assert!(cancel.sequence > request.sequence);
}
