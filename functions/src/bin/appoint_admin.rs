//! The function of the operation `appoint_admin`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::appoint_admin())
}
