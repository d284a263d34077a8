//! The function of the operation `make_invite_url`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::make_invite_url())
}
