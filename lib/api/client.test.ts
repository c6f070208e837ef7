import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import { listWorkflows } from "./contracts/workflows.ts";

const answering = (status: number, body: string) =>
  createClient("http://heddle.test", async () => new Response(body, { status }));
const list = (status: number, body: string) => answering(status, body).call(listWorkflows, {});

test("a problem is told as the server tells it", async () => {
  const problem = {
    code: "forbidden",
    status: 403,
    title: "Not allowed",
    detail: "Ask the owner.",
    requestId: "req_1",
  };
  await expect(list(403, JSON.stringify(problem))).rejects.toMatchObject({
    code: "forbidden",
    status: 403,
    message: "Ask the owner.",
    requestId: "req_1",
  });
});

test.each(["<html>", "null", "[]", '"no"', '{"code":7,"detail":{"why":"upstream"}}', '{"detail":"Not found"}'])(
  "what answers in the server's place is no problem of ours: %s",
  async (body) => {
    await expect(list(502, body)).rejects.toMatchObject({
      code: "unexpected",
      status: 502,
      message: "The server answered 502.",
    });
  },
);
