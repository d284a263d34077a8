//! How long a mail that lets somebody sign in waits, with ten thousand others in the way and without.

use tests::{
    Service,
    mail_crowd::{CROWD, crowd},
};

use crate::figures::Figures;

/// How often each mail is asked for.
const MAILS: usize = 5;

/// A row without a crowd and one with it.
pub async fn rows() -> Vec<Vec<String>> {
    let service = Service::start_at_real_pace().await;
    let crowded = service.company("Crowded").await;
    let known: Vec<_> = (0..MAILS).map(|number| format!("cid{number}@example.com")).collect();
    for email in &known {
        service.sign_in(email).await;
    }
    let alone = row(&service, "none", &known).await;
    crowd(&service, &crowded).await;
    vec![alone, row(&service, &format!("{CROWD} invitations"), &known).await]
}

async fn row(service: &Service, before: &str, known: &[String]) -> Vec<String> {
    let (mut waits, mut first) = (vec![], vec![]);
    for (number, email) in known.iter().enumerate() {
        waits.push(service.time_until_sign_in_mail(email).await.as_secs_f64());
        let new = format!("ann{number}.before.{}@example.com", before.len());
        first.push(service.time_until_sign_in_mail(&new).await.as_secs_f64());
    }
    let waits = [waits, first].map(|waits| Figures::of(waits).spread());
    [before.to_owned()].into_iter().chain(waits).collect()
}
