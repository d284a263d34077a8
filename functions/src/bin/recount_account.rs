//! The function of the operation `recount_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::recount_account())
}
