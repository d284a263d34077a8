//! The function of the operation `confirm_address`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::confirm_address())
}
