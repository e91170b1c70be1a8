"""textmining codes open-ended survey answers into themes and counts them honestly.

The rooms of the house, in the order an answer travels, from the top floor down.
A room imports only from floors below its own, never from a neighbour:

    cli         12  commands: parse, call one function of workflow, print, choose the exit code
    workflow    11  the steps joined: check, train, evaluate, code, review, count, report, demo
    web         10  the review page; knows no classifier and no spaCy
    report       9  tables, charts, page, workbook, document, method note
    disclosure   8  small counts held back, with those that would give them away
    counting     7  coded answers + decisions -> the table of counts
    review       6  a person's decisions: queue, store, workbook round trip
    estimation   6  theme counts with intervals, agreement between coders; arrays in, records out
    sampling     5  which answers a person reads; arrays only
    classifier   4  features, training, calibration, decision, scores, saving and loading
    survey       3  the survey folder: settings, waves, codebook versions, what is stale
    answers      2  answer files in and out: shapes, column mapping, row errors
    language     1  the Norwegian spaCy pipeline: cleaning, lemmas, personal data
    codebook     1  themes and their one order; read, check, compare versions
    files        0  whole-or-nothing writing, encodings, tables of text, hashes
    texts        0  the catalogue of what analysts read
    errors          every error a user can fix, in one tree

The floors are held by the import-linter contracts in pyproject.toml.
"""
