//! The function of the operation `list_groups`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_groups())
}
