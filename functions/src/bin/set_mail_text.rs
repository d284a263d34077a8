//! The function of the operation `set_mail_text`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_mail_text())
}
