//! The function of the operation `accept_my_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::accept_my_invitation())
}
