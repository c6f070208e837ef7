import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { allContracts } from "./contracts/all.ts";
import { openApiDocument } from "./openapi.ts";
import { problemCodes } from "./problem-codes.ts";
import { problemsOf } from "./problems-of.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Doors that are no part of `/api/v1`, and what only starts the server. */
const elsewhere = /^lib\/(front|host)\/|\.test\.ts$|\/testing/;

interface Thrown {
  file: string;
  code: string;
  status: number;
}

function thrownCodes(): Thrown[] {
  const files = globSync("lib/**/*.ts", { cwd: root }).filter((file) => !elsewhere.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const found = text.matchAll(/new AppError\(\s*"(\w+)",\s*(\d{3}),/g);
    return [...found].map(([, code = "", status]) => ({ file, code, status: Number(status) }));
  });
}

test("every code that the interface throws is in the table, with its status", () => {
  const thrown = thrownCodes();
  // A search that finds nothing would prove nothing.
  expect(thrown.length).toBeGreaterThan(40);
  const wrong = thrown.filter(({ code, status }) => problemCodes[code as keyof typeof problemCodes]?.status !== status);
  expect(wrong).toEqual([]);
});

test("every code in the table belongs to an operation", () => {
  const used = new Set(allContracts.flatMap(problemsOf));
  expect(Object.keys(problemCodes).filter((code) => !used.has(code as keyof typeof problemCodes))).toEqual([]);
});

test("the OpenAPI document names them, by status and for programs", () => {
  const paths = openApiDocument(undefined).paths as Record<string, Record<string, { responses: object }>>;
  expect(paths["/workflows/{id}/publish"]?.post?.responses).toMatchObject({
    409: { "x-codes": ["webhook_path_taken"], description: expect.stringContaining("`webhook_path_taken`: Another") },
    401: { "x-codes": ["not_signed_in"] },
  });
  expect(paths["/setup"]?.get?.responses).not.toHaveProperty("401");
});
