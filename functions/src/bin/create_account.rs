//! The function of the operation `create_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_account())
}
