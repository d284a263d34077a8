//! The function of the operation `reset_invitation_email`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::reset_invitation_email())
}
