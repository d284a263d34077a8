//! The function of the operation `list_operator_orders`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_operator_orders())
}
