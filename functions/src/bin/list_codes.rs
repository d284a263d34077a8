//! The function of the operation `list_codes`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_codes())
}
