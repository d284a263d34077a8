//! The function of the operation `search_accounts`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::search_accounts())
}
