//! The function of the operation `list_mail_texts`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_mail_texts())
}
