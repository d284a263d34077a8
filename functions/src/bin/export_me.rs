//! The function of the operation `export_me`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::export_me())
}
