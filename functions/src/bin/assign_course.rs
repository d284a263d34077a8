//! The function of the operation `assign_course`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::assign_course())
}
