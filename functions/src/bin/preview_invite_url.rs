//! The function of the operation `preview_invite_url`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::preview_invite_url())
}
