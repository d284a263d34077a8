//! The function of the operation `get_user_report`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_user_report())
}
