//! The function of the operation `replace_course`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::replace_course())
}
