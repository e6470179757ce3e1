#!/usr/bin/env python3
"""Compare measured figures with the floors kept in the repository (standard library only).

usage: floors.py FLOORS.json FIGURES.json [--raise]

FIGURES.json  {set: {figure: number}}
FLOORS.json   {set: {"min": {figure: number}, "max": {figure: number}}}; a figure below its `min` or above its `max`
              fails, and so does one that is no longer measured
--raise       write the figures as the new floors where they are better; none is ever lowered
"""
import json
import sys


def faults(floors, figures):
    for name, bounds in floors.items():
        measured = figures.get(name, {})
        for bound, better in (('min', lambda got, floor: got >= floor), ('max', lambda got, floor: got <= floor)):
            for figure, floor in bounds.get(bound, {}).items():
                got = measured.get(figure)
                if got is None or not better(got, floor):
                    yield f'{name}: {figure} is {got}, {bound} {floor}'


def raised(floors, figures):
    for name, bounds in floors.items():
        measured = figures.get(name, {})
        for bound, best in (('min', max), ('max', min)):
            for figure, floor in bounds.get(bound, {}).items():
                bounds[bound][figure] = best(floor, measured.get(figure, floor))
    return floors


def main():
    paths = [argument for argument in sys.argv[1:] if not argument.startswith('--')]
    if len(paths) != 2:
        sys.exit(__doc__)
    with open(paths[0], encoding='utf-8') as file:
        floors = json.load(file)
    with open(paths[1], encoding='utf-8') as file:
        figures = json.load(file)
    if '--raise' in sys.argv:
        with open(paths[0], 'w', encoding='utf-8') as file:
            file.write(json.dumps(raised(floors, figures), ensure_ascii=False, indent=1) + '\n')
        return
    found = list(faults(floors, figures))
    print('\n'.join(found) or 'all figures are at their floors or better')
    sys.exit(bool(found))


if __name__ == '__main__':
    main()
