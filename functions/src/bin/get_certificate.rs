//! The function of the operation `get_certificate`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_certificate())
}
