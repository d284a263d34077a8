//! The function of the operation `delete_group`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::delete_group())
}
