"""A reader for the few CBOR items a pass is made of (RFC 8949); anything else is misshapen.

It never recurses and never looks past its bytes, so no text can make it slow or deep.
"""

_UNSIGNED, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _TAG = range(7)
_LENGTH_OF_ARGUMENT = {24: 1, 25: 2, 26: 4, 27: 8}


class MisshapenError(Exception):
    """The bytes are not of the shape asked for; says nothing about them on purpose."""


class Reader:
    """Reads items of definite length, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def integer(self) -> int:
        """Read an integer of either sign."""
        major, argument = self._head()
        if major == _UNSIGNED:
            return argument
        if major == _NEGATIVE:
            return -1 - argument
        raise MisshapenError

    def byte_string(self, length: int | None = None) -> bytes:
        """Read a byte string, of the given length if one is given."""
        size = self._argument_of(_BYTES)
        if length is not None and size != length:
            raise MisshapenError
        return self._take(size)

    def text(self) -> str:
        """Read a text of ASCII characters."""
        data = self._take(self._argument_of(_TEXT))
        if not data.isascii():
            raise MisshapenError
        return data.decode("ascii")

    def expect_integer(self, value: int) -> None:
        """Read an integer that must be this one."""
        if self.integer() != value:
            raise MisshapenError

    def expect_array(self, length: int) -> None:
        """Read the head of an array of this length."""
        self._expect(_ARRAY, length)

    def expect_map(self, length: int) -> None:
        """Read the head of a map of this many pairs."""
        self._expect(_MAP, length)

    def expect_tag(self, tag: int) -> None:
        """Read this tag."""
        self._expect(_TAG, tag)

    def expect_end(self) -> None:
        """Make sure that nothing follows."""
        if self._at != len(self._data):
            raise MisshapenError

    def _expect(self, major: int, argument: int) -> None:
        if self._argument_of(major) != argument:
            raise MisshapenError

    def _argument_of(self, wanted: int) -> int:
        major, argument = self._head()
        if major != wanted:
            raise MisshapenError
        return argument

    def _head(self) -> tuple[int, int]:
        """Read the first bytes of an item: its major type and its argument."""
        first = self._take(1)[0]
        major, short = first >> 5, first & 0b11111
        if short < 24:
            return major, short
        length = _LENGTH_OF_ARGUMENT.get(short)
        if length is None:
            raise MisshapenError
        return major, int.from_bytes(self._take(length))

    def _take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise MisshapenError
        taken = self._data[self._at : end]
        self._at = end
        return taken
