//! The function of the operation `get_code_batch`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_code_batch())
}
