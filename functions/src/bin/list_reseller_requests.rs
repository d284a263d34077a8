//! The function of the operation `list_reseller_requests`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_reseller_requests())
}
