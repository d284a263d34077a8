//! The function of the operation `unshare_driver`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::unshare_driver())
}
