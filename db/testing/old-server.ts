import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A server of another release, as far as it takes to be asked for it: it answers every query with its version. */
export async function startServerOfVersion(number: string, name: string) {
  const row = { server_version_num: number, server_version: name };
  const answer = Buffer.concat([
    message("T", int16(2), ...Object.keys(row).map(column)),
    message("D", int16(2), ...Object.values(row).map(value)),
    message("C", text("SELECT 1")),
    message("Z", Buffer.from("I")),
  ]);
  const server = createServer((socket) => {
    let started = false;
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (started && data[0] === "Q".charCodeAt(0)) socket.write(answer);
      if (!started) socket.write(Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]));
      started = true;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { connection: { host: "127.0.0.1", port, user: "heddle", database: "heddle" }, close: () => server.close() };
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** A column of type `text`, which has the number 25. */
function column(name: string): Buffer {
  return Buffer.concat([text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]);
}

function value(content: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(content)), Buffer.from(content)]);
}

function text(content: string): Buffer {
  return Buffer.from(`${content}\0`);
}

function int16(number: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(number);
  return buffer;
}

function int32(number: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(number);
  return buffer;
}
