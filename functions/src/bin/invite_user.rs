//! The function of the operation `invite_user`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::invite_user())
}
