import type { Readable } from "node:stream";

export interface Exchange {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array | string | undefined;
  maxBytes: number;
  signal: AbortSignal;
  /** True when the body of an answer with this status and these headers is of no use: it is then not read. */
  skipsBody(status: number, headers: Record<string, string>): boolean;
}

export interface AnswerHead {
  status: number;
  headers: Record<string, string>;
  timings: { connect: number; tls: number; server: number; transfer: number };
}
export interface ExchangeResult extends AnswerHead {
  body: Uint8Array;
}
export interface StreamedResult extends AnswerHead {
  body: Readable;
  /** Milliseconds since the headers, until the end of the body. */
  transferMs(): number;
}
