//! The function of the operation `update_route`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::update_route())
}
