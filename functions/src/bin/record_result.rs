//! The function of the operation `record_result`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::record_result())
}
