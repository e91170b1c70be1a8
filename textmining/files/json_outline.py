"""Large .jsonl files read in parts that come out as the whole does."""

import itertools
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path

from textmining.files.encodings import encoding_of, lines_from_start
from textmining.files.footers import BODY_ROWS, LAST_ROWS
from textmining.files.json_lines import Object, footers_among, objects_of, table_of_objects
from textmining.files.records import Table
from textmining.files.witnesses import Cut, Cuts, KindOf, Witnesses, others

_LINE_END = "\n"  # alone ends a line


@dataclass(frozen=True)
class JsonOutline:
    """What is told of a whole .jsonl file.

    Args:
        path: the file.
        encoding: of its text.
        keys: of all its objects.
        witnesses: objects in which every key has every kind of value.
        cuts: its objects in parts.
        feet: the numbers of the objects at its end that are no answers.
    """

    path: Path
    encoding: str
    keys: tuple[str, ...]
    witnesses: tuple[Object, ...]
    cuts: tuple[Cut, ...]
    feet: tuple[int, ...]

    def table(self, cut: Cut) -> Table:
        """Read some objects; those witnesses that are none of them come last."""
        with self.path.open(encoding=self.encoding, newline=_LINE_END) as text:
            text.seek(cut.place)
            lines = iter(text.readline, "") if cut.place else lines_from_start(text)
            here = list(itertools.islice(objects_of(self.path, lines, cut.before), cut.rows))
        more = others(self.witnesses, here)
        table = table_of_objects(self.path, self.keys, [*here, *more], self.feet)
        return replace(table, witnesses=len(more))


def outline_of_jsonl(path: Path, most: int, kind_of: KindOf) -> JsonOutline:
    """Go through all of a file, an object at a time.

    Raises:
        FileError, ColumnError, RowsError: as for `read_jsonl`.
    """
    encoding = encoding_of(path)
    witnesses, cuts = Witnesses(kind_of), Cuts(most)
    keys: dict[str, int] = {}  # each with the number of the first that has it
    first, last = list[Object](), deque[Object](maxlen=LAST_ROWS)
    with path.open(encoding=encoding, newline=_LINE_END) as text:
        for number, record in objects_of(path, lines_from_start(text)):
            cuts.count()
            last.append((number, record))
            if len(first) < BODY_ROWS:
                first.append((number, record))
            new = [key for key in record if key not in keys]
            keys |= dict.fromkeys(new, number)
            witnesses.see(first[0], ((key, first[0][1].get(key)) for key in new))
            witnesses.see((number, record), ((key, record.get(key)) for key in keys))
            cuts.here(text, number)
    feet = footers_among([*keys], first, [*last])
    kept = tuple(key for key, number in keys.items() if number not in feet)
    seen = tuple(one for one in witnesses.found() if one[0] not in feet)
    return JsonOutline(path, encoding, kept, seen, cuts.found(len(feet)), tuple(sorted(feet)))
