//! The function of the operation `list_licences`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_licences())
}
