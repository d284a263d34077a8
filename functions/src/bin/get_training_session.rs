//! The function of the operation `get_training_session`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::get_training_session())
}
