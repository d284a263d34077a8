//! The function of the operation `list_users`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_users())
}
