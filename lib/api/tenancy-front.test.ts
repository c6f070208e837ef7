import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFront } from "../front/front.ts";
import { CANARY, type FixtureWorld } from "./testing/fixture.ts";
import { allFixtures } from "./testing/fixtures/all.ts";
import { type Credentials, makeWorkspace, nobody, startTestApi } from "./testing/test-api.ts";

/** What the front answers itself besides doors that are open to everybody. A new one has to be named here. */
const OWN = ["GET /api/v1/events", "GET /api/v1/runs/[id]/events"];
const NOT_THE_FRONTS = 599;

let world: FixtureWorld;
let stop: () => Promise<void>;
let base: string;
beforeAll(async () => {
  const api = await startTestApi();
  world = { api, home: await makeWorkspace(api, "home"), foreign: await makeWorkspace(api, "foreign") };
  const front = createFront(api.host);
  const server = createServer((request, response) => {
    if (!front(request, response)) response.writeHead(NOT_THE_FRONTS).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await api.close();
  };
});
afterAll(() => stop());

async function callAs(name: string, who: Credentials) {
  const fixture = allFixtures[name];
  if (!fixture) throw new Error(`No fixture for ${name}.`);
  const { path, headers, body } = await fixture.request(world);
  const response = await fetch(base + path, {
    method: name.split(" ")[0] as string,
    headers: { "content-type": "application/json", ...headers, ...who },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // A stream may stay open: it is read until it gives something away, or ends.
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(CANARY)) break;
  }
  return { status: response.status, text };
}

test("the front answers these operations itself and no others", async () => {
  const taken: string[] = [];
  for (const [name, fixture] of Object.entries(allFixtures)) {
    if (!fixture.exempt && (await callAs(name, nobody)).status !== NOT_THE_FRONTS) taken.push(name);
  }
  expect(taken.sort()).toEqual(OWN);
});

test.each(OWN)("%s through the front is its workspace's alone", async (name) => {
  for (const who of [await world.home.member("owner"), await world.home.member("viewer"), await world.home.key("*")]) {
    const { status, text } = await callAs(name, who);
    expect(status, text).toBe(200);
    expect(text).toContain(CANARY);
  }
  const stranger = await world.foreign.member("owner");
  const refused: [Credentials, number[]][] = [
    [nobody, [401]],
    [await world.home.key("workflows:read"), [403]],
    [stranger, [404]],
    [await world.foreign.key("*"), [404]],
    [{ ...stranger, "x-heddle-workspace": world.home.id }, [401, 403, 404]],
  ];
  for (const [who, statuses] of refused) {
    const { status, text } = await callAs(name, who);
    expect(statuses, text).toContain(status);
    expect(text).not.toContain(CANARY);
  }
});
