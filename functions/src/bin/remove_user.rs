//! The function of the operation `remove_user`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::remove_user())
}
