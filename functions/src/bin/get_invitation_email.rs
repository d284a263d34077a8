//! The function of the operation `get_invitation_email`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_invitation_email())
}
