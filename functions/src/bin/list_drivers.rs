//! The function of the operation `list_drivers`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_drivers())
}
