import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlExample } from "./curl-example.ts";

/** What a shell hands to curl: its arguments, one a line. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${command}`;
  const env = { ...process.env, HEDDLE_API_KEY: "hk_secret" };
  return execFileSync("sh", ["-c", script], { encoding: "utf8", env }).split("\0").slice(0, -1);
}

test("a shell understands a request as it is meant", () => {
  const body = { note: 'it\'s $HOME and `date`, "quoted"\\', lines: ["a\nb"], more: "x".repeat(80) };
  const command = curlExample({
    method: "PUT",
    url: "https://flows.example.com/api/v1/x?a=b&c=d",
    headers: [
      ["Authorization", "Bearer $HEDDLE_API_KEY"],
      ["If-Match", '"7"'],
    ],
    body,
  });
  const args = argumentsOf(command);
  const data = args.at(-1) ?? "";
  expect(args.slice(0, -1)).toEqual([
    "-X",
    "PUT",
    "https://flows.example.com/api/v1/x?a=b&c=d",
    "-H",
    "Authorization: Bearer hk_secret",
    "-H",
    'If-Match: "7"',
    "-H",
    "Content-Type: application/json",
    "-d",
  ]);
  expect(JSON.parse(data)).toEqual(body);
});

test("what curl does by itself is not said: GET, and POST with a body", () => {
  const at = { url: "https://flows.example.com", headers: [] };
  expect(argumentsOf(curlExample({ ...at, method: "GET" }))).toEqual(["https://flows.example.com"]);
  expect(argumentsOf(curlExample({ ...at, method: "POST", body: {} }))).not.toContain("-X");
  expect(argumentsOf(curlExample({ ...at, method: "POST" }))).toEqual(["-X", "POST", "https://flows.example.com"]);
});
