//! The function of the operation `redeem_for_drivers`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::redeem_for_drivers())
}
