//! The function of the operation `invite_manager`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::invite_manager())
}
