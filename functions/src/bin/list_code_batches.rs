//! The function of the operation `list_code_batches`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_code_batches())
}
