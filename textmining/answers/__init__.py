"""Answer files in and out: shapes, column mapping, row errors."""

from textmining.answers.answers import Answers
from textmining.answers.by_hand import coded_by_hand
from textmining.answers.coded import (
    Coded,
    by_machine,
    join_coded,
    read_coded,
)
from textmining.answers.coded_parts import CodedParts, coded_parts, read_drawn
from textmining.answers.coded_table import is_coded_table
from textmining.answers.coded_writing import remove_from_coded, write_coded, write_coded_to
from textmining.answers.coding import MachineCodes, coded_frame, without_text
from textmining.answers.columns import (
    SETTINGS_NAME,
    Columns,
    check_by,
    check_kept,
    columns_from,
    find_settings,
    read_settings,
    read_toml,
)
from textmining.answers.count_table import (
    ALL_QUESTIONS,
    CHANGE_COLUMNS,
    CORRECTED_COLUMNS,
    COUNT_COLUMNS,
    PAIR_COLUMNS,
    RESPONDENT_COLUMNS,
    CountTable,
    count_columns,
)
from textmining.answers.decisions import Decisions, DoubleCoded
from textmining.answers.kinds import kind_of_cell
from textmining.answers.meta import (
    INDEX,
    INDEX_ABOUT,
    Meta,
    index_names,
    index_path,
    meta_path,
    reasons_path,
)
from textmining.answers.names import EARLIER_THEMES, coded_columns, free_names, probability_column
from textmining.answers.reading import (
    answers_from,
    answers_in,
    answers_of_table,
    cut_with_notes,
    decisions_from,
    people_in,
    read_answers,
    read_decisions,
    read_with_notes,
    rows_with_notes,
)
from textmining.answers.schema import (
    ANSWER_COLUMNS,
    IDENTITY,
    QUESTION,
    RESPONDENT,
    TEXT,
    THEMES,
    WAVE,
    AnswerId,
    answer_ids,
)
from textmining.answers.selecting import wanted_column
from textmining.answers.statuses import Method, ReviewStatus
from textmining.answers.writing import (
    check_rows,
    check_target,
    write_decisions,
    write_table,
    write_table_to,
)

__all__ = [
    "ALL_QUESTIONS",
    "ANSWER_COLUMNS",
    "CHANGE_COLUMNS",
    "CORRECTED_COLUMNS",
    "COUNT_COLUMNS",
    "EARLIER_THEMES",
    "IDENTITY",
    "INDEX",
    "INDEX_ABOUT",
    "PAIR_COLUMNS",
    "QUESTION",
    "RESPONDENT",
    "RESPONDENT_COLUMNS",
    "SETTINGS_NAME",
    "TEXT",
    "THEMES",
    "WAVE",
    "AnswerId",
    "Answers",
    "Coded",
    "CodedParts",
    "Columns",
    "CountTable",
    "Decisions",
    "DoubleCoded",
    "MachineCodes",
    "Meta",
    "Method",
    "ReviewStatus",
    "answer_ids",
    "answers_from",
    "answers_in",
    "answers_of_table",
    "by_machine",
    "check_by",
    "check_kept",
    "check_rows",
    "check_target",
    "coded_by_hand",
    "coded_columns",
    "coded_frame",
    "coded_parts",
    "columns_from",
    "count_columns",
    "cut_with_notes",
    "decisions_from",
    "find_settings",
    "free_names",
    "index_names",
    "index_path",
    "is_coded_table",
    "join_coded",
    "kind_of_cell",
    "meta_path",
    "people_in",
    "probability_column",
    "read_answers",
    "read_coded",
    "read_decisions",
    "read_drawn",
    "read_settings",
    "read_toml",
    "read_with_notes",
    "reasons_path",
    "remove_from_coded",
    "rows_with_notes",
    "wanted_column",
    "without_text",
    "write_coded",
    "write_coded_to",
    "write_decisions",
    "write_table",
    "write_table_to",
]
