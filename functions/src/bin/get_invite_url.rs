//! The function of the operation `get_invite_url`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_invite_url())
}
