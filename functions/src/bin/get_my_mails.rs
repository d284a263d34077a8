//! The function of the operation `get_my_mails`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_my_mails())
}
