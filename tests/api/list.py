"""The public items of the library, a line each, out of rustdoc's JSON; and those that lack documentation.

usage: list.py DOC.json            prints the lines; exits with 1 where an item has no documentation, or is hidden

A function or method has an example where its documentation, or that of its type, module or trait, holds a block of code;
without one it has at least four words. Fields and variants are explained by a sentence.
"""

import json
import sys

doc = json.load(open(sys.argv[1], encoding="utf-8"))
index, faults, lines = doc["index"], [], []
CONTAINERS = ("struct", "enum", "trait", "module", "union")


def named(kind):
    """A type as it is written."""
    if not isinstance(kind, dict):
        return "_"
    (what, inner), = kind.items()
    if what == "resolved_path":
        arguments = ((inner.get("args") or {}).get("angle_bracketed") or {}).get("args", [])
        inner_names = [named(one["type"]) for one in arguments if "type" in one]
        return inner["path"].split("::")[-1] + (f"<{', '.join(inner_names)}>" if inner_names else "")
    if what == "primitive" or what == "generic":
        return inner
    if what == "borrowed_ref":
        return "&" + ("mut " if inner.get("is_mutable") else "") + named(inner["type"])
    if what == "slice":
        return f"[{named(inner)}]"
    if what == "array":
        return f"[{named(inner['type'])}; {inner['len']}]"
    if what == "tuple":
        return f"({', '.join(named(one) for one in inner)})"
    if what == "impl_trait":
        return "impl " + " + ".join(one["trait_bound"]["trait"]["path"] for one in inner if "trait_bound" in one)
    return what


def signature(function):
    sig = function["sig"]
    inputs = ", ".join(f"{name}: {named(kind)}" for name, kind in sig["inputs"])
    output = f" -> {named(sig['output'])}" if sig["output"] else ""
    return f"({inputs}){output}"


def walk(key, path, explained):
    item = index.get(str(key))
    if item is None:
        return
    (kind, inner), = item["inner"].items()
    if kind == "use":
        target = index.get(str(inner["id"]))
        if target and not inner.get("is_glob"):
            walk(inner["id"], path, explained)
        return
    name = item["name"]
    here = f"{path}::{name}" if name else path
    docs = item["docs"] or ""
    has_example = explained or "```" in docs
    detail = ""
    if kind == "function":
        detail = signature(inner)
        if not has_example and len(docs.split()) < 4:
            faults.append(f"{here}: neither an example nor four words")
    elif kind == "struct_field":
        detail = f": {named(inner)}"
    elif kind == "constant":
        detail = f": {named(inner['type'])}"
    if kind != "impl":
        lines.append(f"{kind} {here}{detail}")
        if not docs:
            faults.append(f"{here}: no documentation")
    if any("hidden" in str(attribute) for attribute in item["attrs"]):
        faults.append(f"{here}: hidden")
    children = []
    if kind == "module":
        children = inner["items"]
    elif kind == "struct":
        children = (inner["kind"].get("plain") or {}).get("fields", []) if isinstance(inner["kind"], dict) else []
    elif kind == "enum":
        children = inner["variants"]
    elif kind == "variant" and isinstance(inner["kind"], dict) and "struct" in inner["kind"]:
        children = inner["kind"]["struct"]["fields"]
    for child in children:
        walk(child, here, has_example and kind != "module")
    for one in inner.get("impls", []) if kind in ("struct", "enum") else []:
        part = index.get(str(one))
        if not part or part["inner"]["impl"].get("is_synthetic") or part["inner"]["impl"].get("blanket_impl"):
            continue
        trait = part["inner"]["impl"]["trait"]
        if trait:
            lines.append(f"impl {trait['path'].split('::')[-1]} for {here}")
        else:
            for method in part["inner"]["impl"]["items"]:
                if index[str(method)]["visibility"] == "public":
                    walk(method, here, has_example)


walk(doc["root"], "", False)
print("\n".join(sorted(set(line.replace(" ::", " ") for line in lines))))
for fault in faults:
    print(fault, file=sys.stderr)
sys.exit(1 if faults else 0)
