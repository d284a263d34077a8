//! The function of the operation `preview_mail_text`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::preview_mail_text())
}
