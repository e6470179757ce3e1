#!/usr/bin/env python3
"""Make scans of every odd kind out of one page, and see that each gives a record with findings, or a reason.

usage: odd.py FIXTURE.pdf OUT [BINARY]      needs pypdfium2, Pillow, numpy; HYOKASHO_MODELS; fixtures/scans/odd was made with it

Compressions (CCITT G3 and G4, JBIG2, JPEG 2000), sizes (1 × 1, 20,000 × 20,000 pixels), and what was before the lens (nothing, a photograph,
handwriting).
"""
import csv, io, pathlib, struct, subprocess, sys, tempfile, zlib

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter


DPI = 200


def pdf(width, height, stream, entries, size=(595, 842)):
    """A page that is one picture."""
    draw = f'{size[0]} 0 0 {size[1]} 0 0 cm /I Do'.encode()
    image = f'<< /Type /XObject /Subtype /Image /Width {width} /Height {height} {entries} /Length {len(stream)} >>'.encode()
    page = f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>'
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page.encode(),
               b'<< /Length %d >>\nstream\n' % len(draw) + draw + b'\nendstream', image + b'\nstream\n' + stream + b'\nendstream']
    out, places = bytearray(b'%PDF-1.7\n'), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n' % number + body + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 6\n0000000000 65535 f \n' + b''.join(b'%010d 00000 n \n' % place for place in places)
    return bytes(out + b'trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % start)


def tiff_strip(picture, compression):
    """The bytes of a fax picture as Pillow's TIFF writer codes them, in one strip."""
    file = io.BytesIO()
    picture.save(file, 'TIFF', compression=compression, strip_size=1 << 30, tiffinfo={278: picture.height})
    with Image.open(file) as written:
        (place,), (length,) = written.tag_v2[273], written.tag_v2[279]
        photometric = written.tag_v2[262]
    return file.getvalue()[place:place + length], photometric


def fax(picture, compression, k, size=(595, 842)):
    data, photometric = tiff_strip(picture, compression)
    black = 'true' if photometric == 1 else 'false'
    parameters = f'/K {k} /Columns {picture.width} /Rows {picture.height} /BlackIs1 {black} /EndOfBlock false'
    return pdf(picture.width, picture.height, data,
               f'/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << {parameters} >>', size)


def jbig2(picture):
    """A page with one generic region coded as G4 (MMR), ITU-T T.88 7.4.6; black is 1 there."""
    data, photometric = tiff_strip(picture, 'group4')
    if photometric == 1:
        data, _ = tiff_strip(Image.eval(picture.convert('L'), lambda v: 255 - v).convert('1'), 'group4')
    width, height = picture.size
    segment = lambda number, kind, body: struct.pack('>IBBBI', number, kind, 0, 1, len(body)) + body
    info = struct.pack('>IIIIBH', width, height, 0, 0, 0, 0)
    region = struct.pack('>IIIIBB', width, height, 0, 0, 0, 1) + data
    stream = segment(0, 48, info) + segment(1, 38, region)
    return pdf(width, height, stream, '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode')


def jpeg2000(picture):
    file = io.BytesIO()
    picture.save(file, 'JPEG2000', quality_mode='rates', quality_layers=[40])
    return pdf(*picture.size, file.getvalue(), '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode')


def plain(picture, size=(595, 842)):
    grey = picture.convert('L')
    return pdf(*grey.size, zlib.compress(grey.tobytes()), '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode', size)


def jpeg(picture):
    file = io.BytesIO()
    picture.save(file, 'JPEG', quality=35)
    return pdf(*picture.size, file.getvalue(), '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode')


def photographed(picture):
    """From the side, by the light of a lamp."""
    width, height = picture.size
    edges = [width * .06, height * .03, width * .02, height * .97, width * .95, height * .93, width * .9, height * .06]
    seen = picture.transform((width, height), Image.QUAD, edges, resample=Image.BICUBIC, fillcolor=90)
    light = np.linspace(1, .55, width)[None, :] * np.linspace(.9, 1, height)[:, None]
    grey = np.asarray(seen.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32) * light
    return Image.fromarray(grey.astype(np.uint8))


def handwritten(size):
    """Strokes as of a pen, and nothing printed."""
    random, picture = np.random.default_rng(7), Image.new('L', size, 250)
    draw = ImageDraw.Draw(picture)
    for y in range(200, size[1] - 200, 130):
        for x in range(150, size[0] - 200, 95):
            points = np.cumsum(random.normal(0, 18, (12, 2)), axis=0) + [x, y]
            draw.line([tuple(point) for point in points], fill=60, width=5, joint='curve')
    return picture


def made(page):
    grey = page.render(scale=DPI / 72, grayscale=True).to_pil().convert('L')
    bit = grey.point(lambda v: 255 if v > 140 else 0).convert('1', dither=Image.NONE)
    huge = Image.new('1', (20_000, 20_000), 1)
    huge.paste(bit, (4_000, 4_000))
    white = Image.new('1', grey.size, 1)
    return {
        'ccitt-g3': fax(bit, 'group3', 0), 'ccitt-g4': fax(bit, 'group4', -1), 'jbig2': jbig2(bit), 'jpeg2000': jpeg2000(grey),
        'one-pixel': plain(Image.new('L', (1, 1), 0)), 'huge': fax(huge, 'group4', -1), 'blank': fax(white, 'group4', -1),
        'photographed': jpeg(photographed(grey)), 'handwritten': jpeg(handwritten(grey.size)),
        'tiny-page': plain(grey.resize((40, 56)), (30, 42)),
        'rotated': fax(bit.transpose(Image.ROTATE_90), 'group4', -1, (842, 595)),
    }


def main():
    Image.MAX_IMAGE_PIXELS = None
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made(pypdfium2.PdfDocument(source)[0]).items():
        (out / f'{name}.pdf').write_bytes(data)
    if len(sys.argv) < 4:
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[3], 'extract', '--quiet', '--jobs', '1', '--output', folder, str(out)])
        rows = list(csv.DictReader(open(pathlib.Path(folder) / 'findings.csv', encoding='utf-8-sig')))
        silent = 0
        for path in sorted(out.glob('*.pdf')):
            codes = sorted({row['code'] for row in rows if row['source'].endswith(path.name)})
            silent += not codes
            print(f'{path.stem:14} {", ".join(codes) or "nothing is said of it"}')
    sys.exit(bool(silent))


main()
