//! The function of the operation `unassign_driver`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::unassign_driver())
}
