//! The function of the operation `get_reminder_settings`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_reminder_settings())
}
