//! The function of the operation `leave_context`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::leave_context())
}
