"""A mail server on loopback that takes everything and keeps nothing: the least that a sender has to wait for.

It prints its port, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import sys

HOST = "127.0.0.1"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection: EHLO, then MAIL, RCPT and DATA for each mail."""
    writer.write(b"220 sink.example\r\n")
    while command := (await reader.readline()).strip().upper():
        match command.split(b" ")[0]:
            case b"EHLO":
                writer.write(b"250-sink.example\r\n250 8BITMIME\r\n")
            case b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                writer.write(b"250 taken\r\n")
            case b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            case _:
                writer.write(b"250 well\r\n")
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(_serve, HOST, 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
