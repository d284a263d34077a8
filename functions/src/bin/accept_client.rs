//! The function of the operation `accept_client`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::accept_client())
}
