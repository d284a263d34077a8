//! The function of the operation `request_sign_in`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::request_sign_in())
}
