//! The function of the operation `reset_mail_text`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::reset_mail_text())
}
