//! The function of the operation `update_user`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_user())
}
