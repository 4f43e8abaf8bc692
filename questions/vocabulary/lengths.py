"""How long a value can be: in characters, and bytes where the name says so.

It is what the database holds, and addresses with it. A longer one was misread.

Printed names and texts of any length are accepted and cut, once, where a set is composed (`loading.compose`).
"""

from __future__ import annotations

MAX_CASE_NUMBER_CHARS = 20
MAX_IDENTIFIER_CHARS = 60
MAX_KEY_CHARS = 60  # of a set, in its address
MAX_KEY_VALUE_CHARS = 80  # of any name by which a set is known
MAX_HANDLE_CHARS = 80  # by which a document is known within its set
MAX_QUESTION_NUMBER_CHARS = 12  # 1, 1a, 21-2
MAX_MARK_CHARS = 12  # of a footnote
MAX_DOCUMENT_NUMBER = 99_999  # in a session year

MAX_PRINTED_NAME_CHARS = 120
MAX_PARTY_CHARS = 100
MAX_PORTFOLIO_CHARS = 200
MAX_SURNAME_CHARS = 120
MAX_NAME_CHARS = 200  # of a person or body
MAX_INITIALS_CHARS = 40
MAX_ANSWER_LABEL_CHARS = 400  # the numbers of the questions that an answer answers

MAX_SCOPE_CHARS = 100  # of a list at a source: a journal and a session year
MAX_STAMP_CHARS = 64  # by which a source says that something changed
MAX_FILE_NAME_CHARS = 300
MAX_CAUSE_CHARS = 300  # by which the same problem is recognised
MAX_FIELD_CHARS = 80  # of the place of a correction

MAX_PARTS = 5000  # questions of a document, or answers; the largest set has some hundred
MAX_PARAGRAPH_CHARS = 50_000  # of what is put together of lines; a longer one is ended, and copied no more
MAX_TEXT_CHARS = 1_000_000  # of a question, an answer, a note
MAX_UNPACKED_RATIO = 200  # of an archive; text shrinks to a tenth
MAX_DOCUMENT_BYTES = 32 * 1024 * 1024
