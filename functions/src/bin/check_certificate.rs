//! The function of the operation `check_certificate`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::check_certificate())
}
