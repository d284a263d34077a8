//! The function of the operation `share_drivers`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::share_drivers())
}
