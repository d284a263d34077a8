//! The function of the operation `list_contexts`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_contexts())
}
