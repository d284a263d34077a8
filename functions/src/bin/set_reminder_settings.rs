//! The function of the operation `set_reminder_settings`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_reminder_settings())
}
