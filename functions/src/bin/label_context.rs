//! The function of the operation `label_context`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::label_context())
}
