//! The function of the operation `refuse_reseller_request`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::refuse_reseller_request())
}
