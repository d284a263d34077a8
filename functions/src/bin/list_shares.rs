//! The function of the operation `list_shares`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_shares())
}
