//! The function of the operation `set_my_mails`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::set_my_mails())
}
