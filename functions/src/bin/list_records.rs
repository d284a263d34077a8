//! The function of the operation `list_records`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_records())
}
