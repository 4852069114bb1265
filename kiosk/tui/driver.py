"""Textual's driver for Linux, made to bear whatever arrives at the keyboard.

Textual 8.2.8 decodes input strictly and ends the program on the first byte that is no UTF-8; a
scanner that types as a keyboard sends such bytes, and a gate must not end on them.
"""

import codecs
import os
import selectors
import signal

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_LOOK_SECONDS = 0.1
_CHUNK = 4096


class GateDriver(LinuxDriver):
    """A Linux driver whose input thread replaces bytes that are no text."""

    def run_input_thread(self) -> None:
        """Turn what is typed into messages until the program ends or the terminal is gone."""
        parser = XTermParser()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_SECONDS):
                    data = self._typed()
                    if not data:
                        # The terminal hung up; a program that does not lead its session is told
                        # by nobody, and would look for input for ever.
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    text = decode(data)
                    # An empty text would tell the parser that input has ended.
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _typed(self) -> bytes:
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:
            return b""
