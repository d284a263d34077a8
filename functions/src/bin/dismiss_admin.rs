//! The function of the operation `dismiss_admin`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::dismiss_admin())
}
