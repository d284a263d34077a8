//! The function of the operation `end_client`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::end_client())
}
