//! The function of the operation `list_user_activity`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_user_activity())
}
