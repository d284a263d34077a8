//! The function of the operation `assign_driver`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::assign_driver())
}
