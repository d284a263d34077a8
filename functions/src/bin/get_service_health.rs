//! The function of the operation `get_service_health`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_service_health())
}
