//! The function of the operation `delete_route`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::delete_route())
}
