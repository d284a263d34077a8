//! The function of the operation `create_training_session`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::create_training_session())
}
