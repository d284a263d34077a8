//! The function of the operation `create_api_key`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_api_key())
}
