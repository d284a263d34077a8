//! The function of the operation `get_mail_text`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_mail_text())
}
