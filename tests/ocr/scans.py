#!/usr/bin/env python3
"""Make scans with labels out of PDFs with labels: pictures only, as scanners and copiers make them.

usage: scans.py SET OUT [--every N] [--pages N] [--seed N] [--only NAME[:KIND],NAME[:KIND]]      needs pypdfium2, Pillow, numpy

SET holds NAME.pdf, NAME.gold.jsonl and maybe manifest.jsonl; OUT gets the same, each document in one way of scanning
(IN_TURN, or the one of KINDS that is named). The same call makes the same pictures, another seed others. fixtures/scans/page.pdf is
`scans.py fixtures/documents OUT --pages 1 --only D008:bit300`.
"""
import hashlib, json, pathlib, sys

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

# name: dots per inch, bits, JPEG quality, skew in degrees, specks per million pixels, what else
KINDS = {
    'bit300': (300, 1, 0, 0.5, 40, ''),
    'grey200': (200, 8, 35, -0.6, 10, ''),
    'bit200': (200, 1, 0, 1.0, 60, ''),
    'grey300': (300, 8, 60, 0.3, 5, ''),
    'straight': (300, 1, 0, 0.0, 0, ''),
    'stamp': (300, 8, 50, -0.4, 10, 'stamp'),
    'upside': (200, 8, 50, 180.7, 10, ''),
    'sideways': (300, 1, 0, 90.4, 30, ''),
    'fold': (200, 8, 40, 0.8, 10, 'fold'),
    'blank': (200, 1, 0, -1.4, 60, 'blank'),
    'grey150': (150, 8, 60, 0.4, 5, ''),
    'faint': (300, 1, 0, -0.2, 20, 'faint'),
}
IN_TURN = list(KINDS)
# Only where they are named.
KINDS |= {
    'copied': (300, 1, 0, 0.6, 40, 'edge'),
    'tilted': (200, 8, 50, 2.6, 10, ''),
    'shaded': (200, 8, 25, 0.4, 5, 'shade'),
    'sealed': (300, 8, 50, -0.3, 5, 'seal'),
}

A4 = 842   # points: smaller pages (a PDF may count in units of its own) are printed as large as this


def scanned(picture, kind, random):
    dpi, bits, _, skew, specks, extra = KINDS[kind]
    grey = picture
    if extra == 'stamp':
        grey = stamped(grey, dpi, random)
    if extra == 'seal':
        grey = sealed(grey, dpi, random)
    if extra == 'shade':
        grey = shaded(grey, dpi, random)
    turn = round(skew / 90) * 90
    rest = skew - turn + float(random.normal(0, 0.1)) * (skew != 0)
    if turn:
        grey = grey.rotate(-turn, expand=True)
    grey = grey.rotate(-rest, resample=Image.BICUBIC, fillcolor=255)
    grey = grey.filter(ImageFilter.GaussianBlur(0.45 * dpi / 200))
    pixels = np.asarray(grey, dtype=np.float32)
    if extra == 'fold':
        y = int(pixels.shape[0] * 0.52)
        rows = np.arange(pixels.shape[0])[:, None]
        pixels = pixels - 70 * np.exp(-((rows - y) / (dpi / 30)) ** 2)
        pixels = pixels * (0.82 + 0.18 * np.linspace(0, 1, pixels.shape[1]))[None, :]
    if extra == 'edge':
        edged(pixels, dpi)
    if bits == 8:
        pixels = pixels * 0.94 + random.normal(0, 6, pixels.shape)
    else:
        pixels = pixels + random.normal(0, 22, pixels.shape)
    count = int(pixels.size * specks / 1e6)
    for _ in range(count):
        x, y = random.integers(0, pixels.shape[1] - 3), random.integers(0, pixels.shape[0] - 3)
        size = int(random.integers(1, 4))
        pixels[y:y + size, x:x + size] = 40
    if bits == 1:
        level = 95 if extra == 'faint' else 135
        return Image.fromarray((pixels > level).astype(np.uint8) * 255).convert('1', dither=Image.NONE)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def stamped(grey, dpi, random):
    """A round seal of reception over whatever is there."""
    layer, size = grey.copy(), int(dpi * 0.9)
    x, y = (int(random.integers(0, edge - size)) for edge in grey.size)
    draw = ImageDraw.Draw(layer)
    for line in (0, size // 3, 2 * size // 3):
        draw.line([x, y + line, x + size, y + line], fill=150, width=dpi // 60)
    draw.ellipse([x, y, x + size, y + size], outline=150, width=dpi // 45)
    return Image.blend(grey, layer, 0.9)


def sealed(grey, dpi, random):
    """The red seal of an office in grey, over the text somewhere on the page: a square, and strokes in it."""
    layer, size = grey.copy(), int(dpi * 0.8)
    x, y = (int(random.integers(edge // 6, edge - size)) for edge in grey.size)
    draw = ImageDraw.Draw(layer)
    draw.rectangle([x, y, x + size, y + size], outline=120, width=dpi // 30)
    for line in range(1, 6):
        at = line * size // 6
        draw.line([x + at, y + size // 8, x + at, y + size - size // 8], fill=120, width=dpi // 50)
        draw.line([x + size // 8, y + at, x + size - size // 8, y + at], fill=120, width=dpi // 60)
    return Image.fromarray(np.minimum(np.asarray(grey), np.asarray(layer)))


def shaded(grey, dpi, random):
    """Grey paper, and bands that were marked with a pen."""
    pixels = np.asarray(grey).copy()
    height, width = pixels.shape
    np.minimum(pixels, 205, out=pixels)
    for _ in range(6):
        x, y = int(random.integers(0, width // 2)), int(random.integers(0, height - dpi // 5))
        part = pixels[y:y + dpi // 5, x:x + 2 * dpi]
        np.minimum(part, 160, out=part)
    return Image.fromarray(pixels)


def edged(pixels, dpi):
    """The dark edge that a copier leaves beside a sheet, and two punched holes."""
    height, width = pixels.shape
    pixels[:, :dpi // 6] -= 200
    pixels[:dpi // 12] -= 200
    rows, columns = np.arange(height)[:, None], np.arange(width)[None, :]
    for y in (height * 0.36, height * 0.63):
        pixels[(rows - y) ** 2 + (columns - dpi * 0.45) ** 2 < (dpi * 0.12) ** 2] = 20


def convert(path, target, kind, pages, seed):
    random = np.random.default_rng(int(hashlib.sha256((path.name + seed).encode()).hexdigest()[:8], 16))
    dpi, _, quality, _, _, extra = KINDS[kind]
    document = pypdfium2.PdfDocument(path)
    pictures = []
    for page in list(document)[:pages]:
        larger = max(1, A4 / max(page.get_size()))
        picture = page.render(scale=dpi / 72 * larger, grayscale=True).to_pil().convert('L')
        pictures.append(scanned(picture, kind, random))
    if extra == 'blank':
        pictures.insert(1, scanned(Image.new('L', pictures[0].size, 255), kind, random))
    more = {'quality': quality} if quality else {}
    pictures[0].save(target, 'PDF', save_all=True, append_images=pictures[1:], resolution=dpi, **more)


def entries(source):
    manifest = source / 'manifest.jsonl'
    if manifest.is_file():
        return [json.loads(line) for line in open(manifest, encoding='utf-8')]
    return [{'name': path.stem, 'file': path.name, 'items': True} for path in sorted(source.glob('*.pdf'))]


def main():
    args = [a for a in sys.argv[1:] if not a.startswith('--')]
    options = dict(zip(sys.argv[1:], sys.argv[2:]))
    values = {options[o] for o in ('--every', '--pages', '--seed', '--only') if o in options}
    source, out = [pathlib.Path(a) for a in args if a not in values][:2]
    every, pages = int(options.get('--every', 1)), int(options.get('--pages', 1000))
    only = dict(one.partition(':')[::2] for one in options['--only'].split(',')) if '--only' in options else None
    out.mkdir(parents=True, exist_ok=True)
    manifest, kinds, number = [], IN_TURN, 0
    for entry in entries(source):
        gold = source / f"{entry['name']}.gold.jsonl"
        if not entry['file'].endswith('.pdf') or not gold.is_file() or not entry['items']:
            continue
        number += 1
        if (number - 1) % every or (only and entry['name'] not in only):
            continue
        kind = only and only[entry['name']] or kinds[len(manifest) % len(kinds)]
        convert(source / entry['file'], out / entry['file'], kind, pages, options.get('--seed', ''))
        (out / gold.name).write_bytes(gold.read_bytes())
        manifest.append({**entry, 'producer': 'scan', 'dpi': kind})
    (out / 'manifest.jsonl').write_text(''.join(json.dumps(m, ensure_ascii=False) + '\n' for m in manifest), encoding='utf-8')


main()
