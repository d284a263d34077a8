//! The function of the operation `fulfil_order`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::fulfil_order())
}
