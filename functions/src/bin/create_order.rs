//! The function of the operation `create_order`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_order())
}
