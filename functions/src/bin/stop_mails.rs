//! The function of the operation `stop_mails`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::stop_mails())
}
