//! The function of the operation `delete_api_key`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::delete_api_key())
}
