"""The way between a browser and the server, which can be cut and mended: bytes go through it unread."""

import socket
import threading
from contextlib import suppress


class Network:
    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._answer()

    def cut(self) -> None:
        """Whoever calls finds nobody there, and whoever is speaking is cut off."""
        for end in (self._listener, *self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def mend(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._answer()

    def _answer(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # cut
            while True:
                browser, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._open += [browser, server]
                for here, there in ((browser, server), (server, browser)):
                    threading.Thread(target=_carry, args=(here, there), daemon=True).start()


def _carry(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while part := here.recv(65536):
            there.sendall(part)
    with suppress(OSError):
        there.shutdown(socket.SHUT_WR)
