//! The function of the operation `set_invitation_email`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_invitation_email())
}
