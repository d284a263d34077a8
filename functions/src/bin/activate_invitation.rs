//! The function of the operation `activate_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::activate_invitation())
}
