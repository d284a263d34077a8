//! The function of the operation `get_driver`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_driver())
}
