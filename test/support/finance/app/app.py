"""The tests' own "finance" app: products in MySQL, cached in Redis. It speaks both protocols by itself, with Python's
library alone, because where no registry answers an image cannot fetch packages either."""

import hashlib
import json
import os
import signal
import socket
import struct
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MYSQL = os.environ.get("MYSQL_HOST", "bjpnmysql")
REDIS = os.environ.get("REDIS_HOST", "bjpnredis")
LOG = "/var/applogs/app.log"


class MySQL:
    """https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html, as far as one query needs it."""

    def __init__(self, password):
        self.socket = socket.create_connection((MYSQL, 3306), timeout=5)
        hello = self.packet()
        if hello[0] == 0xFF:
            raise OSError(hello[3:].decode(errors="replace"))
        at = hello.index(0, 1) + 5
        salt = hello[at : at + 8] + hello[at + 27 : at + 39]
        # long password, 4.1 protocol, secure connection, with database, plugin's name
        flags = 1 | 0x200 | 0x8000 | 8 | 0x80000
        scrambled = self.scramble(password, salt)
        body = struct.pack("<IIB23x", flags, 1 << 24, 33) + b"root\0"
        body += bytes([len(scrambled)]) + scrambled + b"test\0mysql_native_password\0"
        self.send(body)
        answer = self.packet()
        if answer[0] == 0xFE:
            self.send(self.scramble(password, answer[answer.index(0, 1) + 1 :].rstrip(b"\0")))
            answer = self.packet()
        self.check(answer)

    @staticmethod
    def scramble(password, salt):
        once = hashlib.sha1(password).digest()
        mask = hashlib.sha1(salt + hashlib.sha1(once).digest()).digest()
        return bytes(a ^ b for a, b in zip(once, mask))

    def read(self, size):
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise OSError("MySQL hung up")
            data += more
        return data

    def packet(self):
        head = self.read(4)
        self.number = head[3]
        return self.read(int.from_bytes(head[:3], "little"))

    def send(self, body):
        self.number = (self.number + 1) & 255
        self.socket.sendall(len(body).to_bytes(3, "little") + bytes([self.number]) + body)

    @staticmethod
    def check(answer):
        if answer[0] == 0xFF:
            raise OSError(answer[9:].decode(errors="replace"))

    def query(self, sql):
        self.number = 255
        self.send(b"\x03" + sql.encode())
        first = self.packet()
        self.check(first)
        if first[0] == 0:
            return []
        while self.packet()[0] != 0xFE:
            pass
        rows = []
        while (row := self.packet())[0] != 0xFE or len(row) > 8:
            rows.append(self.row(row))
        return rows

    @staticmethod
    def row(data):
        at, values = 0, []
        while at < len(data):
            size = data[at]
            at += 1
            if size == 0xFB:
                values.append(None)
                continue
            if size == 0xFC:
                size = int.from_bytes(data[at : at + 2], "little")
                at += 2
            values.append(data[at : at + size].decode())
            at += size
        return values

    def close(self):
        self.socket.close()


def mysql(sql):
    connection = MySQL(os.environ["MYSQL_ROOT_PASSWORD"].encode())
    try:
        return connection.query(sql)
    finally:
        connection.close()


def redis(*words):
    with socket.create_connection((REDIS, 6379), timeout=5) as connection:
        parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        connection.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(p), p) for p in parts))
        answer = connection.makefile("rb")
        line = answer.readline().rstrip()
        if line[:1] == b"-":
            raise OSError(line.decode())
        if line[:1] != b"$" or line == b"$-1":
            return None
        return answer.read(int(line[1:]))


def text(value):
    """A value for SQL that nothing in it can leave."""
    return f"CONVERT(x'{str(value).encode().hex()}' USING utf8)"


class Handler(BaseHTTPRequestHandler):
    def reply(self, status, body, source):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Source", source)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, work):
        try:
            self.reply(*work())
        except OSError as error:
            self.reply(503, json.dumps({"error": str(error)}).encode(), "none")

    def products(self):
        cached = redis("GET", "products")
        if cached is not None:
            return 200, cached, "redis"
        rows = mysql("SELECT id, name, rate FROM product ORDER BY id")
        body = json.dumps([{"id": int(i), "name": n, "rate": float(r)} for i, n, r in rows]).encode()
        redis("SET", "products", body, "EX", 300)
        return 200, body, "mysql"

    def register(self):
        given = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        mysql(f"INSERT INTO product (name, rate) VALUES ({text(given['name'])}, {float(given['rate'])})")
        redis("DEL", "products")
        return 201, b"{}", "mysql"

    def do_GET(self):
        self.answer(self.products)

    def do_POST(self):
        self.answer(self.register)

    def log_message(self, form, *values):
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{form % values}\n")


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
ThreadingHTTPServer(("", 8080), Handler).serve_forever()
