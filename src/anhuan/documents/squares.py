"""A QR code as lines of squares, for a form to draw: a template may open no picture."""

import qrcode  # type: ignore[import-untyped]


def squares(text: str) -> list[str]:
    """The code of ``text``, one line of 0 and 1 for each row, without a margin."""
    code = qrcode.QRCode(border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
