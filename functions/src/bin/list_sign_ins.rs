//! The function of the operation `list_sign_ins`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_sign_ins())
}
