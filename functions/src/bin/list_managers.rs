//! The function of the operation `list_managers`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_managers())
}
