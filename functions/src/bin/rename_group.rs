//! The function of the operation `rename_group`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::rename_group())
}
