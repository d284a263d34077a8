//! The function of the operation `request_address`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::request_address())
}
