"""HJ 212: data transfer of automatic pollution monitoring, revisions of 2005, 2017 and 2025.

``framing`` cuts a stream of bytes into frames, ``frame`` checks one, ``segment`` takes its data
segment apart, ``readings`` gives values with their marks, ``columns`` does all of that for many
frames at once. ``compose`` writes frames, ``exchange`` follows a request, ``packets`` puts
sub-packets together, ``repeats`` knows what was sent again.

Strict check, tolerant result: every departure from the standard is named, the raw bytes are kept,
nothing is dropped. docs/hj212.md says by clause what is done and what is not verified.
"""
