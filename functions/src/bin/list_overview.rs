//! The function of the operation `list_overview`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_overview())
}
