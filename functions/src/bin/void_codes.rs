//! The function of the operation `void_codes`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::void_codes())
}
