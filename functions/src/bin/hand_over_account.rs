//! The function of the operation `hand_over_account`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::hand_over_account())
}
