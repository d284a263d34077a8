//! The function of the operation `list_courses`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_courses())
}
