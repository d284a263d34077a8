//! The function of the operation `preview_invitation_email`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::preview_invitation_email())
}
