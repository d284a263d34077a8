//! The function of the operation `label_client`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::label_client())
}
