//! The function of the operation `update_me`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_me())
}
