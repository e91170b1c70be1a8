"""Tables, charts, page, workbook, document, method note."""
