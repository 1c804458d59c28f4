// Plays a recorded session: `node server.mjs FOLDER_OF_MODULES SESSION.jsonl TOKEN`.
// A line {"in": name} waits for that message of the client; {"out": name, "data": {...}} sends one, with
// `audio_base64` in data turned into bytes; {"answer": envelope} acknowledges the last pria-request.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, session, token] = process.argv.slice(2);
const { Server } = createRequire(`${modules}/`)("socket.io");
const lines = readFileSync(session, "utf8").trim().split("\n").map((line) => JSON.parse(line));

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1_000_000, pingInterval: 25_000, pingTimeout: 60_000 });

io.use((socket, next) =>
  socket.handshake.auth?.token === `Bearer ${token}` ? next() : next(new Error("unauthorized")));

io.on("connection", async (socket) => {
  const arrived = [];
  let wake = () => {};
  let acknowledge = null;
  socket.onAny((name, data, ack) => {
    if (name === "attempt_audio_frame") {
      if (!Buffer.isBuffer(data.audio) || data.audio.length !== 960) process.exit(3);
      if (arrived.filter((one) => one === name).length > 5) return; // a few are enough for the script
    }
    if (typeof ack === "function") acknowledge = ack;
    arrived.push(name === "pria-request" ? data.command : name);
    wake();
  });
  const next = async (name) => {
    for (;;) {
      const at = arrived.indexOf(name);
      if (at >= 0) return arrived.splice(at, 1);
      await new Promise((resolve) => { wake = resolve; });
    }
  };
  for (const line of lines) {
    if (line.in) await next(line.in);
    else if (line.answer) acknowledge(line.answer);
    else {
      const { audio_base64, ...data } = line.data;
      if (audio_base64) data.audio = Buffer.from(audio_base64, "base64");
      socket.emit(line.out, data);
    }
  }
  console.log("played");
});

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
createInterface({ input: process.stdin }).on("close", () => process.exit(0));
