import { afterAll, describe, expect, test } from "vitest";
import type { Json } from "../engine/json.ts";
import { createSandbox } from "./sandbox.ts";

const limits = { cpuMs: 400, wallMs: 4_000, memoryBytes: 32 * 1024 * 1024, resultBytes: 100_000, logBytes: 1_000 };
const sandbox = createSandbox({ limits: { ...limits, logLines: 20 }, threads: 2 });
/** Limits that nothing honest meets on a busy machine. */
const patient = createSandbox({ threads: 1 });
afterAll(() => Promise.all([sandbox.close(), patient.close()]));
const never = new AbortController().signal;

async function run(code: string, input: Json = null, box = patient): Promise<Json> {
  return (await box.run(code, input, never)).result;
}

describe("what the code can do", () => {
  test.each<[code: string, input: Json, result: Json]>([
    ["return input.a + 1", { a: 1 }, 2],
    ["return await Promise.all(input.map(async (n) => n * 2))", [1, 2], [2, 4]],
    [
      "await null; return { at: new Date(0).toISOString(), m: [...'abc'.matchAll(/b/g)].length }",
      null,
      { at: "1970-01-01T00:00:00.000Z", m: 1 },
    ],
    ["let n = 0; queueMicrotask(() => { n = 1 }); await null; return n", null, 1],
    ["const undone = 1", null, null],
    ["return undefined", null, null],
    ["return [undefined, NaN, () => 1, new Date(0)]", null, [null, null, null, "1970-01-01T00:00:00.000Z"]],
    [
      "return input",
      { "__proto__ ": 1, "\u0000\ud83d\ude00": ["é", 2 ** 53] },
      { "__proto__ ": 1, "\u0000\ud83d\ude00": ["é", 2 ** 53] },
    ],
    ["return Object.keys(JSON.parse('{\"__proto__\":1}'))", null, ["__proto__"]],
    ["return this === undefined || this === globalThis", null, true],
  ])("%s", async (code, input, result) => {
    expect(await run(code, input)).toEqual(result);
  });

  test("writes to a console that is kept, up to its limits", async () => {
    const { logs } = await sandbox.run(
      'console.log("a", 1, { b: [2] }, null, undefined); console.error(new TypeError("no")); console.debug(() => 1)',
      null,
      never,
    );
    expect(logs).toEqual([
      { level: "info", message: 'a 1 {"b":[2]} null undefined' },
      { level: "error", message: "TypeError: no" },
      { level: "debug", message: "() => 1" },
    ]);
    const many = await sandbox.run("for (let i = 0; i < 1000; i++) console.log(i)", null, never);
    expect(many.logs).toHaveLength(21);
    expect(many.logs.at(-1)).toEqual({ level: "warn", message: "More lines were written and are not kept." });
    const long = await sandbox.run("console.log('x'.repeat(1e6)); console.log(1)", null, never);
    expect(long.logs[0]?.message).toHaveLength(1_000);
    expect(long.logs[1]?.message).toContain("not kept");
  });
});

describe("what stops it", () => {
  test.each<[code: string, failure: Record<string, unknown>]>([
    ["let a = ;", { code: "invalid_input", details: { reason: "syntax", line: 1, column: 9 } }],
    ["let a = 1;\nlet a = 2;", { details: { reason: "syntax", line: 2, column: 5 } }],
    ["}); (async function (input) {", { details: { reason: "syntax", line: 1, column: 1 } }],
    ["}\nreturn 1;\n{", { details: { reason: "syntax", line: 1, column: 1 } }],
    ["\n\n   nope.x", { message: "ReferenceError: nope is not defined (line 3, column 4)" }],
    ["throw new Error('plain')", { message: "plain (line 1, column 11)" }],
    ["await null;\nnull.x", { code: "invalid_input", details: { line: 2 } }],
    ["throw { message: 'thing' }", { message: "thing" }],
    ["throw null", { message: "null" }],
    ["throw new Proxy({}, { get() { throw 1 } })", { details: { reason: "thrown" } }],
    ["return import('node:fs')", { details: { reason: "thrown" } }],
    ["const fs = require('fs')", { message: expect.stringContaining("require is not defined") }],
    ["await new Promise(() => {})", { code: "invalid_input", details: { reason: "never_settles" } }],
    ["const a = []; a[0] = a; return a", { details: { reason: "not_json" } }],
    ["return 1n", { details: { reason: "not_json" } }],
    ["return { toJSON() { throw new Error('mine') } }", { details: { reason: "not_json" } }],
    ["let a = []; for (let i = 0; i < 600; i++) a = [a]; return a", { details: { reason: "depth" } }],
    ["(function f() { f() })()", { details: { reason: "depth", line: 1 } }],
    ["return 'x'.repeat(200000)", { code: "output_too_large", details: { reason: "result_size" } }],
    ["return 'é'.repeat(60000)", { code: "output_too_large" }],
    ["while (true) {}", { code: "timeout", retry: "never", details: { reason: "cpu" } }],
    ["for (;;) try { for (;;); } catch {}", { code: "timeout", details: { reason: "cpu" } }],
    ["while (true) await null", { code: "timeout" }],
    ["return new ArrayBuffer(1e9).byteLength", { code: "quota", details: { reason: "memory" } }],
  ])("%s", async (code, failure) => {
    const box = code.includes("repeat(") || failure.code === "timeout" || failure.code === "quota" ? sandbox : patient;
    await expect(box.run(code, null, never)).rejects.toMatchObject(failure);
    expect(await run("return 1", null, box)).toBe(1);
  });

  // Which of its limits one of these meets first depends on the machine; that one of them does, does not.
  test.each([
    ["a regular expression that backtracks", "return /^(a+)+$/.test('a'.repeat(60) + 'b')"],
    ["memory, piece by piece", "const a = []; while (true) a.push(new Array(1000).fill(1))"],
    ["memory, doubling", "let s = 'xx'; while (true) s += s + Math.random()"],
    ["a huge number", "let n = 3n; while (true) n *= n"],
    ["a list that never ends", "return [...(function* () { while (true) yield 1 })()]"],
    ["JSON that never ends", "let o = {}; for (let i = 0; i < 200000; i++) o = { o }; return o"],
    ["a getter that never ends", "return { get a() { while (true); } }"],
    ["a toJSON that never ends", "return { toJSON() { while (true); } }"],
    ["an error whose name never ends", "throw { get message() { while (true); } }"],
    ["a sort that never ends", "return [1, 2, 3].sort(() => { while (true); })"],
    ["output that never ends", "while (true) console.log('x'.repeat(1000))"],
    ["promises that never end", "const next = () => Promise.resolve().then(next); await next()"],
    ["deep recursion through built-ins", "const f = () => [1].map(f); return f()"],
    ["code nested deep", `return ${"(".repeat(50_000)}1${")".repeat(50_000)}`],
  ])("%s", async (_name, code) => {
    await expect(sandbox.run(code, null, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^(timeout|quota|invalid_input|output_too_large)$/),
      retry: "never",
    });
    expect(await run("return 1", null, sandbox)).toBe(1);
  });

  test("a signal stops what runs, at once, and another thread takes over", async () => {
    const one = createSandbox({ threads: 1 });
    const controller = new AbortController();
    const running = one.run("while (true) {}", null, controller.signal);
    setTimeout(() => controller.abort(new Error("told to stop")), 100);
    await expect(running).rejects.toThrow("told to stop");
    expect(await run("return 2", null, one)).toBe(2);
    await one.close();
  });

  test("code that no interruption reaches is killed with its thread", async () => {
    const blind = createSandbox({ threads: 1, limits: { cpuMs: 60_000, wallMs: 300 } });
    await expect(blind.run("while (true) {}", null, never)).rejects.toMatchObject({
      code: "timeout",
      details: { reason: "wall" },
    });
    await blind.close();
  });
});

describe("what it reaches", () => {
  test("nothing of the process", async () => {
    const names = ["process", "require", "module", "fetch", "setTimeout", "setInterval", "setImmediate", "WebAssembly"];
    const more = ["XMLHttpRequest", "Worker", "Buffer", "global", "std", "os", "bjson", "performance", "navigator"];
    const code = `return input.filter((name) => typeof globalThis[name] !== "undefined")`;
    // The control: names that are there are found.
    expect(await run(code, [...names, ...more, "JSON", "console"])).toEqual(["JSON", "console"]);
  });

  test("only its own global object, however it asks", async () => {
    const code = `
      const makers = [
        {}.constructor.constructor,
        (async () => {}).constructor,
        (function* () {}).constructor,
        console.log.constructor,
        Object.getPrototypeOf(console.log).constructor,
        eval("Function"),
        Reflect.construct.constructor,
      ];
      const seen = makers.map((make) => {
        try { return make("return [typeof process, typeof require, this === undefined || this === globalThis]")(); } catch (error) { return String(error); }
      });
      return JSON.stringify(seen.map((one) => (one && typeof one.next === "function" ? one.next().value : one)));`;
    const text = String(await run(code));
    expect(text).not.toContain('"object"');
    expect(text).not.toContain('"function"');
    expect(text).not.toContain("false");
    expect(text).toContain("undefined");
  });

  test("nothing it does to the built-ins changes how it is read", async () => {
    const code = `
      JSON.stringify = () => '"forged"'; JSON.parse = null; String.prototype.slice = () => { throw 1 };
      Array.isArray = () => true; Object.prototype.toJSON = undefined; Promise.prototype.then = undefined;
      Function.prototype.call = null; globalThis.console = null;
      return { kept: input.a };`;
    expect(await run(code, { a: 1 })).toEqual({ kept: 1 });
  });

  test.each([
    ["null", () => null],
    ["nothing", () => undefined],
    ["no texts", () => ({ name: "SyntaxError", message: {}, stack: 5 })],
  ])("nor how what it throws is read: %s in place of the error", async (_, toJSON) => {
    const code = `Object.prototype.toJSON = ${toJSON}; throw new TypeError("lamp");`;
    await expect(run(code)).rejects.toMatchObject({ message: expect.stringContaining("TypeError: lamp") });
  });

  test("nothing is left of a run, nor of another workspace's, in the same thread", async () => {
    const one = createSandbox({ threads: 1 });
    const leave = `
      globalThis.left = input; Object.prototype.left = input; Array.prototype.left = input; Function.prototype.left = input;
      console.left = input; JSON.left = input; Math.left = input;
      return [typeof left, ({}).left, [].left, console.left, JSON.left, Math.left];`;
    const look = "return [typeof left, ({}).left, [].left, console.left, JSON.left, Math.left]";
    // The control: within one run it is there.
    expect(await run(leave, "secret", one)).toEqual(["string", ...new Array(5).fill("secret")]);
    for (let times = 0; times < 3; times += 1) {
      expect(await run(look, null, one)).toEqual(["undefined", null, null, null, null, null]);
    }
    await one.close();
  });
});

describe("how many run", () => {
  test("as many as there are threads; the others wait their turn, and past the queue they are refused", async () => {
    const small = createSandbox({ threads: 2, queue: 4, limits: { cpuMs: 60_000, wallMs: 60_000 } });
    const controller = new AbortController();
    const endless = [1, 2].map(() => small.run("while (true) {}", null, controller.signal).catch(() => "stopped"));
    // Both threads have to be taken before the others can wait behind them.
    const waiting = [1, 2, 3, 4].map((n) => small.run("return input", n, never).catch((error) => error.code));
    const refusedOrTaken = await Promise.race([
      small.run("return 5", null, never).then(
        () => "ran",
        (error) => error.code,
      ),
    ]);
    expect(refusedOrTaken).toBe("quota");
    controller.abort();
    expect(await Promise.all(endless)).toEqual(["stopped", "stopped"]);
    const answers = await Promise.all(waiting);
    expect(answers.filter((one) => one === "quota").length).toBe(2);
    expect(answers.filter((one) => one !== "quota")).toEqual([
      { result: 1, logs: [] },
      { result: 2, logs: [] },
    ]);
    await small.close();
  });

  test("one that is told to stop while it waits gives up its place", async () => {
    const one = createSandbox({ threads: 1, queue: 2, limits: { cpuMs: 60_000, wallMs: 60_000 } });
    const first = new AbortController();
    const second = new AbortController();
    const running = one.run("while (true) {}", null, first.signal).catch(() => "stopped");
    const waiting = one.run("return 1", null, second.signal).catch(() => "stopped");
    second.abort();
    expect(await waiting).toBe("stopped");
    first.abort();
    expect(await running).toBe("stopped");
    expect(await run("return 3", null, one)).toBe(3);
    await one.close();
  });

  test("closing it ends what runs and what waits", async () => {
    const one = createSandbox({ threads: 1, limits: { cpuMs: 60_000, wallMs: 60_000 } });
    const all = [1, 2, 3].map(() => one.run("while (true) {}", null, never).catch((error: Error) => error.message));
    await one.close();
    expect(await Promise.all(all)).toEqual(new Array(3).fill("The sandbox is closed."));
  });
});
