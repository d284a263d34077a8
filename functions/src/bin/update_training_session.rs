//! The function of the operation `update_training_session`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_training_session())
}
