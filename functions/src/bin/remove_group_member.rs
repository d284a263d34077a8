//! The function of the operation `remove_group_member`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::remove_group_member())
}
