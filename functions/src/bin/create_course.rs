//! The function of the operation `create_course`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_course())
}
