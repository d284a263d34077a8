//! A QR code as one path: it is as sharp as the paper allows.

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// A QR code of a text in a square: dark modules that touch in a row are one rectangle. `None` if nothing
/// would be drawn.
pub fn path(text: &str, left: f32, top: f32, side: f32) -> Result<Option<Path>, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let width = code.width();
    let module = side / width as f32;
    let mut path = PathBuilder::new();
    for (row, colours) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in colours.chunk_by(|one, other| one == other) {
            if run[0] == Color::Dark {
                let (x, y) = (left + column as f32 * module, top + row as f32 * module);
                let rect = Rect::from_xywh(x, y, run.len() as f32 * module, module);
                rect.into_iter().for_each(|rect| path.push_rect(rect));
            }
            column += run.len();
        }
    }
    Ok(path.finish())
}
