//! The function of the operation `end_other_sign_ins`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::end_other_sign_ins())
}
