//! The function of the operation `end_sign_in`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::end_sign_in())
}
