//! The function of the operation `list_orders`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_orders())
}
