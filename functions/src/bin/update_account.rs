//! The function of the operation `update_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_account())
}
