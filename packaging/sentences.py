#!/usr/bin/env python3
"""Every sentence of core and of the command line, by its id: what a translator is given (packaging/sentences.sh).

A sentence passes through core/text/said.h, so the compiler holds that there is no other way; this finds where: in the
arguments that say(), sayCount(), Said and fail() take, in those of every function, and in every value, that is declared
to be a Said, in what such a function returns, and where tables and help texts of the command line are made.
"""
import argparse
import json
import os
import re
import sys
from xml.sax.saxutils import escape

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
      |(?P<raw>R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)")
      |(?P<string>"(?:[^"\\\n]|\\.)*")
      |(?P<character>'(?:[^'\\\n]|\\.)+')
      |(?P<number>\d[\d'a-zA-Z_.]*)
      |(?P<name>[A-Za-z_]\w*)
      |(?P<space>\s+)
      |(?P<sign>::|->|\+\+|--|\+=|-=|<<=|>>=|==|!=|<=|>=|&&|\|\||\.\.\.|.)""",
    re.X | re.S | re.M,
)
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
CLOSING = {"(": ")", "{": "}", "[": "]"}
# Tables that are macros, and which of their fields are read by people.
TABLES = {
    "core/inference/explanation_method_list.h": r'\.(?:title|describes) = ("(?:[^"\\\n]|\\.)*")',
    "core/inference/study_list.h": r'text::idOf\(("(?:[^"\\\n]|\\.)*")\)',
}
ROOMS = ("core", "app/cli", "app/reader", "ui")

# Functions of our own and of CLI11 that take ids, by the places of these arguments.
TAKERS = {
    "say": (0,), "sayCount": (1, 2), "Said": (0,), "translated": (0,), "idOf": (0,), "fail": (1, 3), "Warning": (0,),
    "Error": (1, 3), "lost": (0,), "progress": (1,),
}
HELP = {"add_option": (2,), "add_flag": (2,), "add_subcommand": (1,), "addNumber": (4,), "description": (0,),
        "footer": (0,), "addLeadOption": (2,), "addExamples": (1,), "label": (1,)}


def unquoted(literal):
    if literal.startswith("R"):
        return re.match(r'R"([^(\s]*)\((.*)\)\1"$', literal, re.S).group(2)
    return re.sub(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)",
                  lambda m: ESCAPES.get(m.group(1)) or (chr(int(m.group(1)[1:], 16)) if len(m.group(1)) > 1
                                                        else m.group(1)),
                  literal[1:-1])


class Source:
    """A file as tokens without comments; adjacent literals are one."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.tokens = []  # (kind, text, line)
        line = 1
        for match in TOKEN.finditer(text):
            kind, value = match.lastgroup, match.group(0)
            if kind == "mark":
                kind = "raw"
            if kind in ("string", "raw"):
                value = unquoted(value)
                if self.tokens and self.tokens[-1][0] == "string":
                    self.tokens[-1] = ("string", self.tokens[-1][1] + value, self.tokens[-1][2])
                else:
                    self.tokens.append(("string", value, line))
            elif kind not in ("comment", "directive", "space"):
                self.tokens.append((kind, value, line))
            line += match.group(0).count("\n")

    def partner(self, at):
        depth = 0
        for i in range(at, len(self.tokens)):
            kind, value, _ = self.tokens[i]
            if kind == "sign" and value in CLOSING:
                depth += 1
            elif kind == "sign" and value in CLOSING.values():
                depth -= 1
                if depth == 0:
                    return i
        return len(self.tokens)

    def arguments(self, at):
        """[first, last) of each argument of the bracket at `at`."""
        end = self.partner(at)
        out, first, i = [], at + 1, at + 1
        while i < end:
            value = self.tokens[i][1] if self.tokens[i][0] == "sign" else ""
            if value in CLOSING:
                i = self.partner(i) + 1
                continue
            if value == ",":
                out.append((first, i))
                first = i + 1
            i += 1
        if first < end:
            out.append((first, end))
        return out

    def literals(self, first, last):
        """The literals that an expression may be: itself, or what stands between ? and :."""
        if first < last and all(self.tokens[i][0] == "string" for i in range(first, last)):
            return [self.tokens[first]]
        out, i = [], first
        while i < last:
            kind, value, _ = self.tokens[i]
            if kind == "sign" and value in CLOSING:
                i = self.partner(i) + 1
                continue
            follows = self.tokens[i - 1][1] if i > first else ""
            before = self.tokens[i + 1][1] if i + 1 < last else ";"
            if kind == "string" and follows in ("?", ":") and before in (":", ";", ",", ")"):
                out.append(self.tokens[i])
            i += 1
        return out


def readable(id):
    return re.search(r"[A-Za-z]", re.sub(r"\{\d\}", "", id)) is not None


class Finder:
    def __init__(self, sources):
        self.sources = sources
        self.found = {}  # id: ([places], English of one or None)
        self.takers = dict(TAKERS)
        self.values = set()     # names of variables and members that are a Said, or a list of them
        self.functions = set()  # names of functions that return one
        for source in sources:
            self.learn(source)

    def learn(self, source):
        tokens = source.tokens
        for i, (kind, value, _) in enumerate(tokens):
            if kind != "name" or value != "Said" or tokens[i - 1][1] not in ("::",) or tokens[i - 2][1] != "text":
                continue
            j = i + 1
            while j < len(tokens) and tokens[j][1] in ("&", ">", "const"):
                j += 1
            if j + 1 >= len(tokens) or tokens[j][0] != "name":
                continue
            name, after = tokens[j][1], tokens[j + 1][1]
            while after == "::" and j + 3 < len(tokens):
                j += 2
                name, after = tokens[j][1], tokens[j + 1][1]
            if after == "(":
                self.functions.add(name)
            else:
                self.values.add(name)
            # A parameter: which one, of which function?
            depth, place, k = 0, 0, i
            while k > 0 and i - k < 120:
                k -= 1
                sign = tokens[k][1] if tokens[k][0] == "sign" else ""
                if sign in CLOSING.values():
                    depth += 1
                elif sign in CLOSING:
                    if depth == 0:
                        break
                    depth -= 1
                elif sign == "," and depth == 0:
                    place += 1
                elif sign == ";":
                    k = 0
            if k > 0 and tokens[k][1] == "(" and after in (",", ")", "="):
                of = k - 1
                if tokens[of][1] == "]":  # a lambda: const auto NAME = [...](
                    depth = 0
                    while of > 0:
                        depth += {"]": 1, "[": -1}.get(tokens[of][1], 0)
                        if depth == 0:
                            break
                        of -= 1
                    of -= 2
                if tokens[of][0] == "name" and tokens[of][1] not in ("Said", "operator"):
                    self.takers.setdefault(tokens[of][1], ())
                    self.takers[tokens[of][1]] = tuple(sorted({*self.takers[tokens[of][1]], place}))

    def add(self, source, token, one=None):
        id = token[1]
        if not readable(id):
            return
        places, english = self.found.setdefault(id, ([], one))
        places.append((source.path, token[2]))
        if one and not english:
            self.found[id] = (places, one)

    def take(self, source, arguments, places):
        for place in places:
            if place < len(arguments):
                for token in source.literals(*arguments[place]):
                    self.add(source, token)

    def search(self, source):
        tokens = source.tokens
        is_cli = source.path.startswith("app/cli")
        for i, (kind, value, _) in enumerate(tokens):
            after = tokens[i + 1][1] if i + 1 < len(tokens) else ""
            if kind == "name" and after in ("(", "{"):
                arguments = source.arguments(i + 1)
                if value == "sayCount" and len(arguments) >= 3:
                    one, many = (source.literals(*arguments[k]) for k in (1, 2))
                    if one and many:
                        self.add(source, many[0], one[0][1])
                elif value in self.takers:
                    self.take(source, arguments, self.takers[value])
                if is_cli and value in HELP:
                    self.take(source, arguments, HELP[value])
            if kind == "sign" and value == "{":
                arguments = source.arguments(i)
                if arguments and tokens[arguments[0][0]][1] == "ErrorCode":
                    self.take(source, arguments, (1, 3))
                elif arguments and tokens[i - 1][1] in ("(", "{", ",", "return", "=", "?", ":") and len(arguments) <= 4:
                    first = source.literals(*arguments[0])
                    if first and (is_cli or " " in first[0][1]):
                        spoken = " " in first[0][1] or first[0][1][:1].isupper() or len(arguments) == 1 or (
                            len(arguments) == 2 and tokens[arguments[1][0]][1] == "Align")
                        if spoken and "_" not in first[0][1]:
                            for token in first:
                                self.add(source, token)
            if kind == "name" and value in ("emplace_back", "push_back") and after == "(":
                arguments = source.arguments(i + 1)
                if tokens[i - 1][1] in (".", "->") and tokens[i - 2][1] in self.values or (
                        is_cli and len(arguments) == 2):
                    self.take(source, arguments, (0,))
            if kind == "name" and value in self.values and after in ("=", "{") or (
                    kind == "name" and re.match(r"k[A-Z]", value) and after == "[" and tokens[i + 2][1] == "]"):
                start = i + 2 if after in ("=", "{") else i + 4
                end = start
                while end < len(tokens) and tokens[end][1] not in (";", "}"):
                    end = source.partner(end) + 1 if tokens[end][1] in CLOSING else end + 1
                for token in source.literals(start, end):
                    if " " in token[1]:
                        self.add(source, token)
            if kind == "name" and value in self.functions and after == "(":
                end = source.partner(i + 1) + 1
                while end < len(tokens) and tokens[end][1] in ("const", "noexcept", "override"):
                    end += 1
                if end < len(tokens) and tokens[end][1] == "{" and (tokens[i - 1][0] == "name" or
                                                                      tokens[i - 1][1] in ("::",)):
                    for k in range(end, source.partner(end)):
                        if tokens[k][1] == "return" and tokens[k][0] == "name":
                            last = k + 1
                            while tokens[last][1] != ";" or tokens[last][0] == "string":
                                last = source.partner(last) + 1 if (
                                    tokens[last][0] == "sign" and tokens[last][1] in CLOSING) else last + 1
                            for token in source.literals(k + 1, last):
                                self.add(source, token)
            # What another process says in our English: app/reader.
            if kind == "string" and source.path.startswith("app/reader") and " " in value and value[:1].islower():
                self.add(source, tokens[i])

    def run(self):
        for source in self.sources:
            self.search(source)
            if source.path in TABLES:
                self.take_table(source, TABLES[source.path])
        return self.found

    def take_table(self, source, field):
        """What people read of a table that stands in a macro."""
        for match in re.finditer(field, source.text):
            self.add(source, ("string", unquoted(match.group(1)), source.text.count("\n", 0, match.start()) + 1))


def sources(root):
    for room in ROOMS:
        for folder, folders, files in os.walk(os.path.join(root, room)):
            folders.sort()
            for name in sorted(files):
                if name.endswith((".cpp", ".h")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield Source(os.path.relpath(path, root), file.read())


def of_actions(sources):
    """Texts, tips and menus of the window's action table, which Actions::tr() is given as values."""
    found = {}
    for source in sources:
        if source.path != "ui/window/action_table.cpp":
            continue
        for i, (kind, value, line) in enumerate(source.tokens):
            if kind == "sign" and value == "{" and len(source.arguments(i)) >= 5:
                arguments = source.arguments(i)
                texts = [token for k in (2, 4) for token in source.literals(*arguments[k])]
            elif kind == "sign" and value == "{" and len(source.arguments(i)) == 3:  # a menu
                texts = source.literals(*source.arguments(i)[2])
            elif kind == "string" and source.tokens[i - 1][1] == "=":
                texts = [(kind, part, line) for part in value.split(">")]
            else:
                continue
            for _, text, at in texts:
                if readable(text):
                    found.setdefault(text, ([], None))[0].append((source.path, at))
    return found


def of_panes(sources):
    """Titles of the list of panes, which PaneBoard::tr() is given as values."""
    found = {}
    for source in sources:
        if source.path == "ui/window/pane_list.h":
            for match in re.finditer(r'pane\(\w+, \w+, "\w+", "([^"]+)"', source.text):
                line = source.text.count("\n", 0, match.start()) + 1
                found.setdefault(match.group(1), ([], None))[0].append((source.path, line))
    return found


def as_ts(contexts):
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", '<TS version="2.1">']
    for name, found in contexts.items():
        lines += ["<context>", f"    <name>{name}</name>", *messages(found), "</context>"]
    return "\n".join(lines + ["</TS>", ""])


def messages(found):
    lines = []
    for id in sorted(found):
        places, one = found[id]
        lines.append('    <message numerus="yes">' if one else "    <message>")
        for path, line in places[:3]:
            lines.append(f'        <location filename="{escape(path)}" line="{line}"/>')
        lines.append(f"        <source>{escape(id)}</source>")
        if one:
            lines.append(f"        <extracomment>Of one: {escape(one)}. {{1}} is the number.</extracomment>")
            lines.append('        <translation type="unfinished"><numerusform></numerusform></translation>')
        else:
            lines.append('        <translation type="unfinished"></translation>')
        lines.append("    </message>")
    return lines


def wrong_places(found):
    for id, (places, one) in found.items():
        numbers = sorted(set(re.findall(r"\{(\d)\}", id)))
        if numbers and one is None and numbers != [str(k + 1) for k in range(len(numbers))]:
            yield f"{places[0][0]}:{places[0][1]}: the places of {id!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--root", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    parser.add_argument("--json", action="store_true", help="a file for TRIPTYCH_SENTENCES, each text as it is")
    parser.add_argument("--pseudo", action="store_true", help="with --json: each text in brackets, to see what has none")
    asked = parser.parse_args()
    files = list(sources(os.path.normpath(asked.root)))
    found = Finder(files).run()
    wrong = list(wrong_places(found))
    if wrong:
        sys.exit("\n".join(wrong))
    if asked.json:
        texts = {id: f"⟦{id}⟧" if asked.pseudo else id for id in sorted(found)}
        json.dump(texts, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        sys.stdout.write(as_ts({"core": found, "triptych::ui::Actions": of_actions(files),
                                "triptych::ui::PaneBoard": of_panes(files)}))


if __name__ == "__main__":
    main()
