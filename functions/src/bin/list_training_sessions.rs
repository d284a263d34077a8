//! The function of the operation `list_training_sessions`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_training_sessions())
}
