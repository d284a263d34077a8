//! The function of the operation `get_user`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_user())
}
