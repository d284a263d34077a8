//! The function of the operation `add_group_members`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::add_group_members())
}
