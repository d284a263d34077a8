//! The function of the operation `update_manager`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_manager())
}
