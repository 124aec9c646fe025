"""What the API's page says before anything else, and the order in which it tells of its parts."""

API_DESCRIPTION = """\
The open record of who has signed, ratified and implemented a treaty; first of all the Council of Europe Framework
Convention on Artificial Intelligence (CETS 225). Each fact comes with its source.

- **Keys.** Everything is named by a readable key that never changes: `GBR`, `EU`, `cets-225`,
  `cets-225.GBR.signature.1`.
- **Days** are as precise as their source: `2025-09-02`, `2025-09` or `2025`.
- **Filters.** Repeating a parameter, or separating values by commas, means *or*; different parameters mean *and*.
- **Pages.** Follow `next` until it is null: each row of the first page's moment comes exactly once.
- **CSV.** Every list is also `format=csv`.
- **Errors** are RFC 9457 problem documents that say what was wrong and what would be accepted.
- **Limits.** At most 8,000 bytes of path and query, 1,000 values of a parameter (100 of days, instants, lists of words
  and `assume`), 20 words in `search`, 1,000 rows a page; bodies of 2.5 MiB and 1,000 rows. Who asks too often is told
  when to come back: 429 with `Retry-After`. What would take too long is given up with 503: ask about fewer treaties.
- **Moments.** `as_of` asks about a day in the world, `known_on` what the record held at a moment. Every answer's
  `permalink` has both fixed: it gives the same facts, days and statuses for ever.
- **Writing** is for staff, with a token: each request is one change, all of it or nothing. Reading needs no key.
- **Changes.** Follow `changes/` by its cursor, or a feed: nothing is skipped, nothing comes twice. Each entry is a leaf
  of a hash tree (`log/`), so that a rewritten history shows.
"""

API_PARTS = [
    {"name": "answers", "description": "What treaty law makes of the record on any day"},
    {"name": "treaties", "description": "Treaties, and what their texts provide"},
    {"name": "actions", "description": "Signatures, ratifications and the rest"},
    {"name": "declarations", "description": "Declarations, reservations, objections"},
    {"name": "measures", "description": "Implementing measures"},
    {"name": "participants", "description": "States and organisations"},
    {"name": "states", "description": "States"},
    {"name": "organisations", "description": "Organisations"},
    {"name": "memberships", "description": "Who belonged to what, and when"},
    {"name": "milestones", "description": "Days in a treaty's life"},
    {"name": "sources", "description": "Documents that facts are taken from"},
    {"name": "claims", "description": "What others say, held against the record"},
    {"name": "checks", "description": "Comparisons with the depositary"},
    {"name": "changes", "description": "What was recorded, corrected, retracted, and what followed"},
    {"name": "log", "description": "The proof that nothing was rewritten"},
    {"name": "export", "description": "The whole record as a data package"},
    {"name": "root", "description": "What there is"},
]
