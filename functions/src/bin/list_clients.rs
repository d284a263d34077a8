//! The function of the operation `list_clients`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_clients())
}
