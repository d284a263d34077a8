//! The function of the operation `refuse_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::refuse_account())
}
