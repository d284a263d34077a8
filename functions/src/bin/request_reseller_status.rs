//! The function of the operation `request_reseller_status`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::request_reseller_status())
}
