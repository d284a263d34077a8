//! The function of the operation `list_routes`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_routes())
}
