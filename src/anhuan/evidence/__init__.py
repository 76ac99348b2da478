"""Files by content hash, with the time and place of capture.

Owns files and their uses. Promises that an original is never altered, that a file is safely on
the disk before the row that names it is committed, and that no answer tells whether a file was
here before. Never looks at what owns a use: the caller copies the scope.
"""
