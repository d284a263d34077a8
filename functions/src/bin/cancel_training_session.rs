//! The function of the operation `cancel_training_session`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::cancel_training_session())
}
