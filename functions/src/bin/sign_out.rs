//! The function of the operation `sign_out`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::sign_out())
}
