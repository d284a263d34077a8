//! The function of the operation `list_refused_accounts`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_refused_accounts())
}
