//! The function of the operation `decline_my_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::decline_my_invitation())
}
