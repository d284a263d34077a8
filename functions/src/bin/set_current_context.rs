//! The function of the operation `set_current_context`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_current_context())
}
