//! The function of the operation `set_account_plan`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_account_plan())
}
