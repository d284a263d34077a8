//! The function of the operation `accept_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::accept_invitation())
}
