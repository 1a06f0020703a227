"""Writes the XLSX files beside this one out of rows.json, with openpyxl and XlsxWriter: pip install openpyxl xlsxwriter."""

import datetime
import json
import pathlib

import openpyxl
import xlsxwriter

here = pathlib.Path(__file__).parent
rows = json.loads((here / "rows.json").read_text())
names = list(rows[0])
day = datetime.date.fromisoformat
moment = datetime.datetime.fromisoformat


def typed(name, text):
    if text == "":
        return None
    if name in ("assigned_on", "due_on", "done_on"):
        return day(text)
    if name == "updated_at":
        return moment(text)
    if name in ("objective", "province_code"):
        return int(text)
    return text


# Typed cells, shared texts, the sheet named as the dataset behind another, empty rows above and between.
book = openpyxl.Workbook()
book.active.title = "Ghi chú"
book.active["A1"] = "Không phải dữ liệu"
sheet = book.create_sheet("tasks")
sheet.append([])
sheet.append([])
sheet.append(names)
for index, row in enumerate(rows):
    if index == 6:
        sheet.append([])
    sheet.append([typed(name, row[name]) for name in names])
    line = sheet.max_row
    sheet.cell(line, names.index("province_code") + 1).number_format = "00"
    sheet.cell(line, names.index("updated_at") + 1).number_format = "dd/mm/yyyy hh:mm:ss"
book.save(here / "tasks.xlsx")

# The 1904 calendar, inline texts, rich text, formulas with their values, texts for dates, a hidden first sheet.
book = xlsxwriter.Workbook(here / "tasks-1904.xlsx", {"date_1904": True, "constant_memory": True})
hidden = book.add_worksheet("Cũ")
hidden.write(0, 0, "cũ")
sheet = book.add_worksheet("Số liệu")
sheet.activate()
sheet.set_first_sheet()
hidden.hide()
dates = book.add_format({"num_format": "[$-42A]d mmmm yyyy"})
times = book.add_format({"num_format": "yyyy-mm-dd h:mm:ss"})
padded = book.add_format({"num_format": "00"})
bold = book.add_format({"bold": True})
for column, name in enumerate(names):
    sheet.write_string(0, column, f" {name} ")
for index, row in enumerate(rows):
    line = index + 1
    for column, name in enumerate(names):
        text = row[name]
        value = typed(name, text)
        if value is None:
            sheet.write_blank(line, column, None, dates)
        elif name == "name" and index == 0:
            sheet.write_rich_string(line, column, bold, text[:3], text[3:])
        elif name == "task_code":
            sheet.write_formula(line, column, f'="{text}"', None, text)
        elif name == "province_code":
            sheet.write_number(line, column, value, padded)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(line, column, value, times)
        elif isinstance(value, datetime.date):
            if index % 2 == 0:
                sheet.write_datetime(line, column, value, dates)
            else:
                sheet.write_string(line, column, value.strftime("%d/%m/%Y"))
        elif isinstance(value, int):
            sheet.write_number(line, column, value)
        else:
            sheet.write_string(line, column, value)
book.close()
