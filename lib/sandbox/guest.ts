/**
 * Runs first in every fresh interpreter, before any of the user's code: takes hold of the built-ins it needs, so that
 * nothing the code does to them afterwards matters, and gives the code a console. It answers the functions with which
 * the worker starts the code and reads what it came to. `emit(level, text)` is the only thing that leads outside; it
 * answers whether no more lines are taken.
 */
export const GUEST_SOURCE = `(function (emit, maxText) {
  "use strict";
  const { parse, stringify } = JSON;
  const call = Function.prototype.call.bind(Function.prototype.call);
  const { slice } = String.prototype;
  const { keys } = Object;
  const StringOf = String, ErrorOf = Error, isArray = Array.isArray;
  let full = false;
  const cut = (text) => (text.length > maxText ? call(slice, text, 0, maxText) : text);
  const shown = (value) => {
    if (typeof value === "string") return value;
    if (typeof value !== "object" || value === null) return StringOf(value);
    try {
      if (value instanceof ErrorOf) return StringOf(value.name) + ": " + StringOf(value.message);
      const text = stringify(value);
      return text === undefined ? StringOf(value) : text;
    } catch {
      return isArray(value) ? "[list]" : "[object]";
    }
  };
  const writer = (level) => (...values) => {
    if (full) return;
    let line = "";
    for (let at = 0; at < values.length && line.length <= maxText; at += 1) {
      line += (at === 0 ? "" : " ") + cut(shown(values[at]));
    }
    full = emit(level, cut(line));
  };
  const info = writer("info");
  globalThis.console = {
    log: info, info, debug: writer("debug"), trace: writer("debug"), warn: writer("warn"), error: writer("error"),
  };
  delete globalThis.performance;
  return {
    start: (code, input) => code(parse(input)),
    read: (value) => {
      const text = stringify(value);
      return text === undefined ? "null" : text;
    },
    describe: (thrown) => {
      const isError = typeof thrown === "object" && thrown !== null;
      const part = (name) => {
        try {
          const value = thrown[name];
          return typeof value === "string" ? cut(value) : "";
        } catch {
          return "";
        }
      };
      // Without a prototype there is no toJSON that the code could have put there.
      return isError && (part("message") !== "" || part("stack") !== "")
        ? stringify({ __proto__: null, name: part("name"), message: part("message"), stack: part("stack") })
        : stringify({ __proto__: null, name: "", message: cut(shown(thrown)), stack: "" });
    },
  };
})`;
