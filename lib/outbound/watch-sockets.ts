import { AsyncLocalStorage } from "node:async_hooks";
import { Socket } from "node:net";

/** Where sockets to the outside are opened, as it stands in a stack trace. */
const GATE = /[/\\]lib[/\\]outbound[/\\]connections\.ts/;
const DEPTH = 60;

let watching = false;
const exempt = new AsyncLocalStorage<true>();

/** Sockets that `work` opens are not a node's: a test's own database, which stands behind what the node is given. */
export function openUnwatched<T>(work: () => T): T {
  return exempt.run(true, work);
}

/**
 * For tests: from now on a socket that this process opens towards anything fails, unless the outbound gate opens it.
 * `tls.connect`, `http.request`, `fetch` and every driver end up in this one method. What listens is not concerned.
 */
export function watchSockets(): void {
  if (watching) return;
  watching = true;
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function watched(this: Socket, ...args: unknown[]): Socket {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = DEPTH;
    const { stack = "" } = new Error("socket");
    Error.stackTraceLimit = before;
    if (GATE.test(stack) || exempt.getStore()) return Reflect.apply(connect, this, args);
    throw new Error(`A socket was opened past the outbound gate:\n${stack}`);
  };
}
