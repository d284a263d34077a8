//! The function of the operation `close_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::close_account())
}
