#!/usr/bin/env python3
"""Draw the symbols that a recogniser drops as small squares of ink: what it passed over is told by them.

usage: shapes.py FONT... > shapes.txt      needs Pillow and numpy

A line of the table is a symbol, its width and height in hundredths of an em, and SIDE × SIDE numbers from 0 (white) to 9 (ink), row by
row, of what its ink covers. Behind a `?` stands what only looks like a symbol.
"""
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SYMBOLS = '※〒◆●■□◎○▲▼★⇒→'
RIVALS = '×ＸXＯO0'
SIDE, EM = 12, 240


def drawn(symbol, font):
    """The ink of a symbol and no more, 0 to 1."""
    picture = Image.new('L', (2 * EM, 2 * EM), 0)
    ImageDraw.Draw(picture).text((EM // 2, EM // 2), symbol, font=font, fill=255)
    return picture.crop(picture.getbbox())


def squares(picture):
    cells = np.asarray(picture.resize((SIDE * 10, SIDE * 10), Image.BOX), dtype=np.float32) / 255
    return cells.reshape(SIDE, 10, SIDE, 10).mean(axis=(1, 3))


def main():
    print('# Symbols that a recogniser drops: width and height in hundredths of an em, and their ink, 12 × 12 squares from 0 to 9.')
    print(f'# Origin: {", ".join(path.rsplit("/", 1)[-1] for path in sys.argv[1:])} (tests/ocr/shapes.py).')
    for symbol in SYMBOLS + RIVALS:
        known = set()
        for path in sys.argv[1:]:
            picture = drawn(symbol, ImageFont.truetype(path, EM))
            ink = ''.join(str(round(float(v) * 9)) for v in squares(picture).flat)
            size = [round(100 * side / EM) for side in picture.size]
            if ink not in known:
                print(('?' if symbol in RIVALS else '') + symbol, *size, ink)
            known.add(ink)


if __name__ == '__main__':
    main()
