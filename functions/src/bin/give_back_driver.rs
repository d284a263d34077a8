//! The function of the operation `give_back_driver`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::give_back_driver())
}
