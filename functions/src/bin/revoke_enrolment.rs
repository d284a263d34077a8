//! The function of the operation `revoke_enrolment`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::revoke_enrolment())
}
