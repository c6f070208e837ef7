import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export interface SmtpServer {
  port: number;
  /** Passwords that were sent to it. */
  passwords: string[];
  close(): Promise<void>;
}

/** A mail server on loopback that greets, signs in and takes nothing. It speaks no TLS. */
export async function startSmtpServer(account: { user: string; password: string }): Promise<SmtpServer> {
  const passwords: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => {});
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test ESMTP");
    socket.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString("utf8").split("\r\n").filter(Boolean)) {
        if (/^EHLO/i.test(line)) say("250-test\r\n250 AUTH PLAIN");
        else if (/^AUTH PLAIN /i.test(line)) {
          const [, user, password = ""] = Buffer.from(line.slice(11), "base64").toString("utf8").split("\0");
          passwords.push(password);
          say(user === account.user && password === account.password ? "235 welcome" : "535 no");
        } else if (/^QUIT/i.test(line)) say("221 bye");
        else say("502 no");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    passwords,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
