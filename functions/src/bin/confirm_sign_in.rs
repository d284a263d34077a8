//! The function of the operation `confirm_sign_in`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::confirm_sign_in())
}
