//! The function of the operation `allow_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::allow_account())
}
