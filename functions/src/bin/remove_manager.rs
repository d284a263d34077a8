//! The function of the operation `remove_manager`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::remove_manager())
}
