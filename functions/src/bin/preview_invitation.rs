//! The function of the operation `preview_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::preview_invitation())
}
