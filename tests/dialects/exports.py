#!/usr/bin/env python3
"""Let the exporters of docling-core, YomiToku and chandra write documents whose cells are known, and see what is read.

usage: exports.py BINARY [FOLDER]

FOLDER holds texts as convert.py takes them (by default fixtures/dialects/source.txt alone). What is read out of such a text
is the measure. YomiToku and chandra are asked for their exporters only, so that no model and no torch is needed.
"""
import csv, io, pathlib, sys, tempfile, types

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import convert
import tools


def package(name, **content):
    """A package of a wheel without what its __init__ would bring along."""
    module = types.ModuleType(name)
    module.__path__ = [str(pathlib.Path(place, *name.split('.'))) for place in sys.path]
    module.__dict__.update(content)
    sys.modules[name] = module


package('yomitoku')
package('yomitoku.utils')
package('yomitoku.utils.misc', save_image=None)


def docling(pages):
    from docling_core.types.doc import DocItemLabel, DoclingDocument, TableCell, TableData
    out = DoclingDocument(name='document')
    for blocks in pages:
        for block in blocks:
            if block[0] == 'heading':
                out.add_heading(block[2], level=block[1])
            elif block[0] == 'line':
                out.add_text(DocItemLabel.TEXT, block[1])
            else:
                cells = [TableCell(text=text, row_span=rows, col_span=columns, start_row_offset_idx=r, end_row_offset_idx=r + rows,
                                   start_col_offset_idx=c, end_col_offset_idx=c + columns) for r, c, text, columns, rows in placed(block[1])]
                height = max(cell.end_row_offset_idx for cell in cells)
                width = max(cell.end_col_offset_idx for cell in cells)
                out.add_table(TableData(num_rows=height, num_cols=width, table_cells=cells))
    return out


def placed(rows):
    """Row, column, text, columns and rows of each cell."""
    taken = set()
    for r, row in enumerate(rows):
        c = 0
        for text, columns, depth in row:
            while (r, c) in taken:
                c += 1
            taken.update((r + i, c + j) for i in range(depth) for j in range(columns))
            yield r, c, text, columns, depth
            c += columns


def yomitoku(blocks):
    """A page as YomiToku's exporters take it."""
    page = types.SimpleNamespace(tables=[], paragraphs=[], figures=[])
    for order, block in enumerate(blocks):
        if block[0] == 'table':
            cells = [types.SimpleNamespace(row=r + 1, col=c + 1, row_span=rows, col_span=columns, contents=text)
                     for r, c, text, columns, rows in placed(block[1])]
            page.tables.append(types.SimpleNamespace(cells=cells, box=[0, 0, 1, 1], order=order, n_row=max(c.row + c.row_span - 1 for c in cells),
                                                     n_col=max(c.col + c.col_span - 1 for c in cells)))
        else:
            role = 'section_headings' if block[0] == 'heading' else None
            page.paragraphs.append(types.SimpleNamespace(contents=block[-1], role=role, box=[0, 0, 1, 1], order=order))
    return page


def docling_markdown(pages):
    return docling(pages).export_to_markdown()


def docling_html(pages):
    return docling(pages).export_to_html()


def docling_doctags(pages):
    return docling(pages).export_to_doctags()


def docling_json(pages):
    return docling(pages).model_dump_json(by_alias=True, exclude_none=True)


def yomitoku_markdown(pages):
    from yomitoku.export.export_markdown import convert_markdown
    return '\n'.join(convert_markdown(yomitoku(page), '', export_figure=False)[0] for page in pages)


def yomitoku_html(pages):
    from yomitoku.export.export_html import convert_html
    return '\n'.join(convert_html(yomitoku(page), '', False, False, False)[0] for page in pages)


def yomitoku_csv(pages):
    from yomitoku.export.export_csv import convert_csv
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    for page in pages:
        for element in convert_csv(yomitoku(page), '', False, export_figure=False):
            writer.writerows(element['element'] if element['type'] == 'table' else [[element['element']]])
            writer.writerow([''])
    return out.getvalue()


def chandra_markdown(pages):
    from chandra.output import parse_markdown
    return parse_markdown(convert.chandra(pages))


def chandra_html(pages):
    from chandra.output import parse_html
    return parse_html(convert.chandra(pages))


EXPORTS = [docling_markdown, docling_html, docling_doctags, docling_json, yomitoku_markdown, yomitoku_html, yomitoku_csv, chandra_markdown, chandra_html]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tools.BINARY = sys.argv[1]
    given = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / '../../fixtures/dialects/source.txt'
    texts = {path.stem: path.read_text(encoding='utf-8') for path in ([given] if given.is_file() else sorted(given.glob('*.txt')))}
    with tempfile.TemporaryDirectory() as tmp:
        for stem, text in texts.items():
            pathlib.Path(tmp, f'{stem}.txt').write_text(text, encoding='utf-8')
        want = tools.items(tools.extract(pathlib.Path(tmp)))
    tools.head()
    for export in EXPORTS:
        written = {stem: export(convert.marked(convert.parse(text), '[○]', '[ ]')) for stem, text in texts.items()}
        tools.line(export.__name__, want, written)


if __name__ == '__main__':
    main()
