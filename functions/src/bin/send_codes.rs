//! The function of the operation `send_codes`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::send_codes())
}
