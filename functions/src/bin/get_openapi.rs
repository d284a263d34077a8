//! The function of the operation `get_openapi`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_openapi())
}
