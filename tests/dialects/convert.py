#!/usr/bin/env python3
"""Write a document in the ways in which OCR tools and language models write documents (standard library only).

usage: convert.py SOURCE OUTPUT_FOLDER

SOURCE is a text with tables of HTML, as Azure Document Intelligence writes it: lines, headings (#), tables with
rowspan and colspan, ☒ and ☐, <!-- PageNumber --> and <!-- PageBreak -->. Each convention becomes NAME.CONVENTION.txt;
what the source answers, each of them answers.
"""
import csv, html, io, json, pathlib, re, sys

ROW = re.compile(r'<tr[^>]*>(.*?)(?=</?tr|</table)', re.S)
CELL = re.compile(r'<t[dh]([^>]*)>(.*?)</t[dh]>', re.S)


def span(attributes, name):
    found = re.search(name + r'="(\d+)"', attributes)
    return int(found.group(1)) if found else 1


def table(source):
    """Rows of cells: text, columns, rows."""
    rows = []
    for row in ROW.findall(source):
        rows.append([(re.sub(r'<br\s*/?>', '\n', cell).strip(), span(a, 'colspan'), span(a, 'rowspan')) for a, cell in CELL.findall(row)])
    return rows


def parse(text):
    """Pages of blocks: ('heading', level, text), ('line', text), ('table', rows)."""
    text = re.sub(r'<!-- Page(Number|Header|Footer)=.*? -->\n?', '', text)
    text = re.sub(r'</?figure>\n?', '', text)
    pages = []
    for page in text.split('<!-- PageBreak -->'):
        blocks = []
        for piece in re.split(r'(<table.*?</table>)', page, flags=re.S):
            if piece.startswith('<table'):
                blocks.append(('table', table(piece)))
                continue
            for line in piece.split('\n'):
                head = re.match(r'(#+) (.*)', line)
                if head:
                    blocks.append(('heading', len(head.group(1)), head.group(2)))
                elif line.strip():
                    blocks.append(('line', line.strip()))
        pages.append(blocks)
    return pages


def marked(pages, hit, miss):
    def change(text):
        return text.replace('☒', hit).replace('☐', miss)
    out = []
    for blocks in pages:
        page = []
        for block in blocks:
            if block[0] == 'table':
                page.append(('table', [[(change(t), c, r) for t, c, r in row] for row in block[1]]))
            else:
                page.append((*block[:-1], change(block[-1])))
        out.append(page)
    return out


def grid(rows, fill):
    """The cells of a table as a grid; `fill` for what a cell spans: 'again' or 'blank'."""
    width = max((sum(c for _, c, _ in row) for row in rows), default=1)
    below, out = {}, []
    for row in rows:
        line, at = [], 0
        cells = iter(row)
        while at < width:
            if below.get(at, (0, ''))[0]:
                count, text = below[at]
                below[at] = (count - 1, text)
                line.append(text if fill == 'again' else '')
                at += 1
                continue
            cell = next(cells, None)
            if cell is None:
                line.append('')
                at += 1
                continue
            text, columns, depth = cell
            for n in range(columns):
                if at >= width:
                    break
                line.append(text if n == 0 or fill == 'again' else '')
                below[at] = (depth - 1, text)
                at += 1
        out.append(line)
    return out


def pipes(rows, fill='blank', br='<br>', escape=lambda t: t, sep='---', tight=False, bold=False, pad=False, outer=True):
    lines = [[escape(cell).replace('|', '\\|').replace('\n', br) for cell in row] for row in grid(rows, fill)]
    if bold:
        lines = [[f'**{c}**' if c and i == 0 and (len(row) > 1 or n == 0) and '<br>' not in c and len(c) < 30 else c for i, c in enumerate(row)] for n, row in enumerate(lines)]
    if pad:
        widths = [max(len(row[i]) for row in lines) for i in range(len(lines[0]))]
        widths = [max(3, min(w, 60)) for w in widths]
        lines = [[c.ljust(widths[i]) for i, c in enumerate(row)] for row in lines]
        rule = '|' + '|'.join('-' * (w + 2) for w in widths) + '|'
    else:
        rule = '|' + '|'.join(sep for _ in lines[0]) + '|' if tight else '| ' + ' | '.join(sep for _ in lines[0]) + ' |'
    form = (lambda row: '|' + '|'.join(row) + '|') if tight else (lambda row: '| ' + ' | '.join(row) + ' |')
    if not outer:
        form, rule = (lambda row: ' | '.join(row)), ' | '.join('---' for _ in lines[0])
    body = [form(row) for row in lines]
    return '\n'.join([body[0], rule, *body[1:]])


def tags(rows, br='<br>', th=True, newline='\n', border='', spans=True, explicit=False, close=True):
    out = [f'<table{border}>']
    for n, row in enumerate(rows):
        cells = ''
        for text, columns, depth in row:
            name = 'th' if th and n == 0 else 'td'
            a = ''
            if spans and (columns > 1 or explicit):
                a += f' colspan="{columns}"'
            if spans and (depth > 1 or explicit):
                a += f' rowspan="{depth}"'
            cells += f'{newline}<{name}{a}>{text.replace(chr(10), br)}</{name}>' if newline else f'<{name}{a}>{text.replace(chr(10), br)}</{name}>'
        out.append(f'<tr>{cells}{newline}</tr>')
    return newline.join(out) + newline + '</table>'


def document(pages, write_table, heading=lambda level, text: '#' * level + ' ' + text, line=lambda t: t, page=lambda n, body: body, join='\n\n'):
    out = []
    for n, blocks in enumerate(pages, 1):
        parts = []
        for block in blocks:
            if block[0] == 'table':
                parts.append(write_table(block[1]))
            elif block[0] == 'heading':
                parts.append(heading(block[1], block[2]))
            else:
                parts.append(line(block[1]))
        out.append(page(n, '\n\n'.join(parts)))
    return join.join(out) + '\n'


def escaped(signs):
    return lambda text: re.sub('([' + re.escape(signs) + '])', r'\\\1', text)


def split_headings(pages):
    """Rows of one cell that span a table as headings of their own, and the table cut there."""
    out = []
    for blocks in pages:
        page = []
        for block in blocks:
            if block[0] != 'table':
                page.append(block)
                continue
            rows = []
            for row in block[1]:
                text = row[0][0] if len(row) == 1 else ''
                if text and len(text) < 60 and '\n' not in text and re.match(r'([0-9０-９]+[.．]|[ⅠⅡⅢⅣⅤⅥIV]+ |（別添|\(別添)', text) and len(block[1]) > 1:
                    if rows:
                        page.append(('table', rows))
                    rows = []
                    page.append(('heading', 3 if text[0] in '0123456789０１２３４５６７８９' else 2, text))
                else:
                    rows.append(row)
            if rows:
                page.append(('table', rows))
        out.append(page)
    return out


def colon(rows):
    """Label and value on a line, as language models write forms."""
    out = []
    for row in rows:
        filled = [cell[0] for cell in row]
        if len(filled) == 1:
            short = len(filled[0]) < 20 and '\n' not in filled[0]
            out.append(f'**{filled[0]}**' if short and re.match(r'[①-⑳シ委提移]', filled[0]) else filled[0])
        elif len(filled) == 2:
            out.append(f'**{filled[0]}**：{filled[1]}' if filled[0] else filled[1])
        else:
            out = None
            break
    return '\n\n'.join(out) if out is not None else pipes(rows)


def doctags(pages):
    out = ['<doctag>']
    for n, blocks in enumerate(pages, 1):
        if n > 1:
            out.append('<page_break>')
        for block in blocks:
            if block[0] == 'heading':
                name = 'title' if n == 1 and block[1] == 1 else f'section_header_level_{block[1]}'
                out.append(f'<{name}><loc_50><loc_30><loc_450><loc_40>{block[2]}</{name}>')
            elif block[0] == 'line':
                out.append(f'<text><loc_50><loc_30><loc_450><loc_40>{block[1]}</text>')
            else:
                out.append('<otsl><loc_50><loc_30><loc_450><loc_40>' + otsl(block[1]) + '</otsl>')
        out.append(f'<page_footer><loc_240><loc_480><loc_260><loc_490>{n}</page_footer>')
    return '\n'.join(out) + '\n</doctag>\n'


def otsl(rows):
    width = max(sum(c for _, c, _ in row) for row in rows)
    below, out = [0] * width, ''
    for row in rows:
        cells, at = iter(row), 0
        while at < width:
            if below[at]:
                below[at] -= 1
                out += '<ucel>'
                at += 1
                continue
            cell = next(cells, None)
            if cell is None:
                out += '<ecel>'
                at += 1
                continue
            text, columns, depth = cell
            out += f'<fcel>{text}' if text else '<ecel>'
            for n in range(columns):
                if n:
                    out += '<lcel>'
                if at < width:
                    below[at] = depth - 1
                at += 1
        out += '<nl>'
    return out


def layout(pages, write_table, page_of=True):
    """dots.ocr: a list a page."""
    out = []
    for n, blocks in enumerate(pages, 1):
        items = []
        for block in blocks:
            kind = {'table': 'Table', 'heading': 'Section-header', 'line': 'Text'}[block[0]]
            text = write_table(block[1]) if block[0] == 'table' else '#' * block[1] + ' ' + block[2] if block[0] == 'heading' else block[1]
            items.append({'bbox': [100, 100, 900, 200], 'category': kind, 'text': text})
        items.append({'bbox': [800, 2260, 850, 2290], 'category': 'Page-footer', 'text': str(n)})
        out.append(json.dumps(items, ensure_ascii=False))
    return '\n'.join(out) + '\n'


def content_list(pages):
    """MinerU content_list.json."""
    items = []
    for n, blocks in enumerate(pages):
        for block in blocks:
            if block[0] == 'table':
                items.append({'type': 'table', 'img_path': 'images/a.jpg', 'table_caption': [], 'table_footnote': [], 'table_body': tags(block[1], br='', th=False, newline=''), 'page_idx': n})
            elif block[0] == 'heading':
                items.append({'type': 'text', 'text': block[2], 'text_level': block[1], 'page_idx': n})
            else:
                items.append({'type': 'text', 'text': block[1], 'page_idx': n})
        items.append({'type': 'page_number', 'text': str(n + 1), 'page_idx': n})
    return json.dumps(items, ensure_ascii=False, indent=4)


def yomitoku_json(pages):
    out, order = [], 0
    for blocks in pages:
        page = {'paragraphs': [], 'tables': [], 'words': [], 'figures': []}
        for order, block in enumerate(blocks):
            if block[0] == 'table':
                cells, taken = [], set()
                for r, row in enumerate(block[1], 1):
                    c = 1
                    for text, columns, depth in row:
                        while (r, c) in taken:
                            c += 1
                        for dr in range(depth):
                            for dc in range(columns):
                                taken.add((r + dr, c + dc))
                        cells.append({'row': r, 'col': c, 'row_span': depth, 'col_span': columns, 'box': [0, 0, 1, 1], 'contents': text})
                        c += columns
                page['tables'].append({'box': [0, 0, 1, 1], 'n_row': len(block[1]), 'n_col': 2, 'cells': cells, 'order': order})
            else:
                page['paragraphs'].append({'box': [0, 0, 1, 1], 'contents': block[-1], 'direction': 'horizontal', 'order': order, 'role': None})
        out.append(page)
    return json.dumps(out, ensure_ascii=False, indent=2)


def cells_csv(pages):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator='\n')
    for n, blocks in enumerate(pages, 1):
        for block in blocks:
            if block[0] == 'table':
                for row in grid(block[1], 'blank'):
                    writer.writerow([cell.replace('\n', ' ') for cell in row])
            else:
                writer.writerow([block[-1]])
        writer.writerow([n])
    return out.getvalue()


def tabs(pages, page=True):
    out = []
    for n, blocks in enumerate(pages, 1):
        for block in blocks:
            if block[0] == 'table':
                out += ['\t'.join(cell.replace('\n', ' ') for cell in row) for row in grid(block[1], 'blank')]
            else:
                out.append(block[-1])
            out.append('')
        out += [str(n), '']
    return '\n'.join(out)


def lines(pages):
    """Document AI: the text line by line."""
    out = []
    for n, blocks in enumerate(pages, 1):
        for block in blocks:
            if block[0] == 'table':
                out += [cell[0] for row in block[1] for cell in row if cell[0]]
            else:
                out.append(block[-1])
        out.append(str(n))
    return '\n'.join(out) + '\n'


def rows_for_lines(rows):
    """olmOCR: no <br>, a row for each line, the label spans them."""
    out = []
    for row in rows:
        texts = [cell[0].split('\n') for cell in row]
        if len(row) == 2 and len(texts[1]) > 1:
            out.append([(row[0][0], 1, len(texts[1])), (texts[1][0], row[1][1], 1)])
            out += [[(line, row[1][1], 1)] for line in texts[1][1:]]
        else:
            out.append([(t.replace('\n', ' '), c, r) for t, c, r in row])
    return out


def chandra(pages):
    def div(label, body):
        return f'<div data-bbox="70 40 930 60" data-label="{label}">{body}</div>'
    return document(pages, lambda rows: div('Table', tags(rows, br='<br/>', th=False, newline='', border=' border="1"')),
                    heading=lambda l, t: div('Section-Header', f'<h{l}>{t}</h{l}>'), line=lambda t: div('Text', f'<p>{t}</p>'),
                    page=lambda n, b: b + '\n' + div('Page-Footer', str(n)), join='\n')


def listed(rows, label, value):
    """Label and value without a table: how a label is dressed, and how its value."""
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) == 2 and rows[0][0][0] == '評価書番号':
        rows = [[rows[0][i], rows[1][i]] for i in (0, 1)]
    out = []
    for row in rows:
        texts = [cell[0] for cell in row]
        if len(texts) > 2:
            return pipes(rows)
        out.append(texts[0] if len(texts) == 1 else label(texts[0]) + '\n' + '\n'.join(map(value, texts[1].split('\n'))))
    return '\n\n'.join(out)


def rows_json(pages):
    """Tables as rows of strings, as language models write them."""
    blocks = lambda page: [{'type': 'table', 'rows': grid(b[1], 'blank')} if b[0] == 'table' else {'type': b[0], 'text': b[-1]} for b in page]
    return json.dumps({'pages': [{'page': n, 'blocks': blocks(page)} for n, page in enumerate(pages, 1)]}, ensure_ascii=False, indent=1) + '\n'


def quoted_cells(pages, sign):
    """Cells between tabs or semicolons, each in quotes, as spreadsheets write them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, lineterminator='\n', quoting=csv.QUOTE_ALL)
    for n, blocks in enumerate(pages, 1):
        writer.writerow([f'Page {n}'])
        for block in blocks:
            writer.writerows(grid(block[1], 'blank') if block[0] == 'table' else [[block[-1]]])
    return out.getvalue()


FRONT = '---\nprimary_language: ja\nis_rotation_valid: True\nrotation_correction: 0\nis_table: True\nis_diagram: False\n---\n'


def deepseek(pages, grounded):
    def ref(label, body):
        return (f'<|ref|>{label}<|/ref|><|det|>[[112, 80, 884, 120]]<|/det|>\n' if grounded else '') + body + ' '
    return document(split_headings(pages), lambda rows: ref('table', tags(rows, th=False, newline='')), heading=lambda l, t: ref('sub_title', '#' * min(l, 2) + ' ' + t),
                    line=lambda t: ref('text', t), join='\n\n<--- Page Split --->\n')


def conventions(pages):
    """Name and text of each convention."""
    m = lambda hit, miss: marked(pages, hit, miss)
    circled = lambda t: re.sub('[①-⑳]', lambda c: '$\\textcircled{%d}$' % (ord(c.group()) - ord('①') + 1), t)
    star = escaped('*_$')
    y = escaped('`*{}[]()#+!~|-')
    yield 'marker', document(m('[○]', '[ ]'), lambda r: pipes(r, pad=True, escape=star), line=star, page=lambda n, b: '{%d}%s\n\n<span id="page-%d-0"></span>%s' % (n - 1, '-' * 48, n - 1, b))
    yield 'marker-json', json.dumps({'block_type': 'Document', 'children': [{'block_type': 'Page', 'children': [
        {'block_type': 'Table', 'html': tags(b[1], newline='')} if b[0] == 'table' else {'block_type': 'Text', 'html': f'<p>{b[-1]}</p>'} for b in blocks]} for blocks in m('☑', '☐')]}, ensure_ascii=False)
    yield 'nanonets', document(m('☑', '☐'), tags, page=lambda n, b: f'{b}\n\n<page_number>{n}/{len(pages)}</page_number>') + '<watermark>公表用</watermark>\n'
    yield 'azure', document(m('☒', '☐'), lambda r: tags(r, br='\n'), page=lambda n, b: f'<!-- PageHeader="評価書" -->\n\n{b}\n\n<!-- PageFooter="評価書" -->\n<!-- PageNumber="{n}" -->\n<!-- PageBreak -->')
    yield 'azure-selected', document(m(':selected:', ':unselected:'), lambda r: tags(r, br='\n'), page=lambda n, b: f'{b}\n<!-- PageNumber="{n}" -->\n<!-- PageBreak -->')
    yield 'claude', document(split_headings(m('☑', '☐')), lambda r: pipes(r), page=lambda n, b: f'{b}\n\n---')
    yield 'claude-brackets', document(split_headings(m('[○]', '[　]')), lambda r: pipes(r, bold=True), page=lambda n, b: f'**{n}ページ**\n\n{b}\n\n---')
    yield 'llamaparse', document(m('[x]', '[ ]'), lambda r: pipes(r, sep='-------'), page=lambda n, b: f'# Page {n}\n\n{b}', join='\n---\n')
    yield 'llamaparse-html', document(m('☒', '☐'), lambda r: tags(r, br='<br/>'), join='\n\n---\n\n')
    yield 'dots-ocr-markdown', document(split_headings(m('☑', '☐')), lambda r: tags(r, th=False, newline=''))
    yield 'dots-ocr-json', layout(split_headings(m('[○]', '[ ]')), lambda r: tags(r, th=False, newline=''))
    yield 'chandra', chandra(m('<input type="checkbox" checked>', '<input type="checkbox">'))
    yield 'chandra-brackets', chandra(m('[○]', '[ ]'))
    yield 'olmocr', document(split_headings(m('[ ○ ]', '[ ]')), lambda r: tags(rows_for_lines(r), newline=''), page=lambda n, b: FRONT + b)
    yield 'deepseek-ocr', deepseek(m('[O]', '[]'), True)
    yield 'deepseek-ocr-clean', deepseek(m('☑', '□'), False)
    yield 'mineru', document(m('[○]', '[]'), lambda r: tags(r, br='', th=False, newline=''))
    yield 'mineru-latex', document(m('[ $\\bigcirc$ ]', '[ ]'), lambda r: circled(tags(r, br=' ', th=False, newline='')), line=circled)
    yield 'mineru-squares', document(m('$\\boxtimes$', '$\\square$'), lambda r: tags(r, br='', th=False, newline=''))
    yield 'mineru-json', content_list(m('[○]', '[ ]'))
    yield 'yomitoku', document(m('[○]', '[　]'), lambda r: pipes(r, tight=True, sep='-', escape=lambda t: y(t)), heading=lambda l, t: '# ' + y(t), line=y, page=lambda n, b: f'{b}\n\n{n}')
    yield 'yomitoku-html', '<html><body>\n' + document(m('[○]', '[ ]'), lambda r: tags(r, th=False, border=' border="1" style="border-collapse: collapse"', explicit=True), heading=lambda l, t: f'<h1>{t}</h1>', line=lambda t: f'<p>{t}</p>', page=lambda n, b: f'{b}\n<p>{n}</p>') + '</body></html>\n'
    yield 'yomitoku-json', yomitoku_json(m('[○]', '[ ]'))
    yield 'gpt', document(split_headings(m('- [x]', '- [ ]')), colon, join='\n\n---\n\n')
    yield 'gpt-circles', document(split_headings(m('●', '○')), colon, join='\n\n---\n\n')
    yield 'gemini', '```markdown\n' + document(split_headings(m('- [x]', '- [ ]')), lambda r: pipes(r, bold=True, sep=':---'), page=lambda n, b: f'## PDF {n}ページ目\n\n{b}', join='\n\n---\n\n') + '```\n'
    yield 'gemini-round', document(split_headings(m('（○）', '（　）')), lambda r: pipes(r), page=lambda n, b: f'## Page {n}\n\n{b}')
    yield 'doctags', doctags(m('[○]', '[ ]'))
    yield 'doctags-boxes', doctags(m('<checkbox_selected>', '<checkbox_unselected>'))
    yield 'paddleocr-vl', document(split_headings(m('☑', '□')), lambda r: f'<div style="text-align: center;">{circled(tags(r, th=False, newline="", border=" border=" + chr(34) + "1" + chr(34)))}</div>', heading=lambda l, t: '## ' + circled(t))
    yield 'textract-csv', cells_csv(m('[X]', '[ ]'))
    yield 'textract', tabs(m('[X]', '[ ]'))
    yield 'textract-words', tabs(m('SELECTED', 'NOT_SELECTED'))
    yield 'docling', document(m('[○]', '[ ]'), lambda r: pipes(r, fill='again', br=' ', pad=True), heading=lambda l, t: '## ' + t, join='\n\n<!-- page break -->\n\n')
    yield 'docling-tasks', document(m('- [x]', '- [ ]'), lambda r: pipes(r, fill='again', br=' ', pad=True, escape=lambda t: html.escape(t, quote=False).replace('_', '\\_')), heading=lambda l, t: '## ' + t)
    yield 'mistral', document(m('☑', '☐'), lambda r: pipes(r), page=lambda n, b: f'{b}\n\n![img-{n}.jpeg](img-{n}.jpeg)')
    yield 'mistral-json', json.dumps({'pages': [{'index': n, 'markdown': document([blocks], lambda r: pipes(r)), 'images': []} for n, blocks in enumerate(m('[○]', '[ ]'))]}, ensure_ascii=False)
    yield 'document-ai', lines(m('[○]', '[ ]'))
    yield 'document-ai-signs', lines(m('☑', '☐'))
    corner, strong, plain = (lambda t: f'【{t}】'), (lambda t: f'- **{t}**'), (lambda t: t)
    yield 'claude-corner', document(split_headings(m('[○]', '[ ]')), lambda r: listed(r, corner, plain), page=lambda n, b: f'【{n}ページ】\n\n{b}')
    yield 'gpt-nested', document(split_headings(m('(x)', '( )')), lambda r: listed(r, strong, lambda t: '  - ' + t), page=lambda n, b: f'{b}\n\nPage {n} of {len(pages)}\n\n***')
    yield 'gpt-quoted', document(split_headings(m('[YES]', '[NO]')), lambda r: listed(r, lambda t: f'**{t}**\n', lambda t: '> ' + t), page=lambda n, b: f'<page_{n}>\n{b}\n</page_{n}>') + '\n以上が文書の内容です。\n'
    yield 'json-rows', rows_json(m('[○]', '[ ]'))
    yield 'tabs-quoted', quoted_cells(m('[○]', '[ ]'), '\t')
    yield 'semicolons', quoted_cells(m('☑', '☐'), ';')
    yield 'no-outer-bars', document(m('[○]', '[ ]'), lambda r: pipes(r, outer=False))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for name, text in conventions(parse(source.read_text(encoding='utf-8'))):
        (out / f'{source.stem}.{name}.txt').write_text(text, encoding='utf-8')


if __name__ == '__main__':
    main()
