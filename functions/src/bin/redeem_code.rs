//! The function of the operation `redeem_code`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::redeem_code())
}
