import { DEMO_ORIGIN } from "../demo-origin.ts";
import { edges } from "../edges.ts";
import type { Sample } from "../sample.ts";

//  start > shaky (two tries fail, the third works) > closed ─out───> confirmed > joined > output
//                                                          └─error─> estimate  ┘
export const retries: Sample = {
  id: "retries",
  name: "Failing calls",
  summary: "One call works at the third try; one never does, and the run takes its error way.",
  input: { product: "Lamp" },
  document: {
    schemaVersion: 1,
    nodes: [
      {
        id: "start",
        key: "start",
        type: "trigger.manual",
        version: 1,
        label: "Ask suppliers",
        position: { x: 0, y: 0 },
        config: {},
      },
      {
        id: "shaky",
        key: "shaky",
        type: "http.request",
        version: 1,
        label: "Shaky supplier",
        note: "Fails twice, then answers. Three tries are allowed, so nobody notices.",
        position: { x: 0, y: 96 },
        config: { method: "GET", url: `${DEMO_ORIGIN}/unreliable/{{ run.id }}?failures=2` },
        policy: { retry: { attempts: 3, backoff: "fixed", baseMs: 600, maxMs: 600, jitter: false } },
      },
      {
        id: "closed",
        key: "closed",
        type: "http.request",
        version: 1,
        label: "Closed supplier",
        note: "Never answers well. After the last try the run goes on by the error port.",
        position: { x: 0, y: 192 },
        config: { method: "GET", url: `${DEMO_ORIGIN}/closed` },
        policy: {
          retry: { attempts: 2, backoff: "fixed", baseMs: 600, maxMs: 600, jitter: false },
          onError: "port",
        },
      },
      {
        id: "confirmed",
        key: "confirmed",
        type: "data.set",
        version: 1,
        label: "Confirmed by both",
        position: { x: -120, y: 304 },
        config: { fields: [{ name: "days", value: "{{ shaky.body.deliveryDays }}" }], keepInput: false },
      },
      {
        id: "estimate",
        key: "estimate",
        type: "data.set",
        version: 1,
        label: "Estimate instead",
        position: { x: 120, y: 304 },
        config: {
          fields: [
            { name: "days", value: "{{ shaky.body.deliveryDays + 4 }}" },
            { name: "because", value: "{{ input.error.message }}" },
          ],
          keepInput: false,
        },
      },
      {
        id: "joined",
        key: "joined",
        type: "control.join",
        version: 1,
        label: "Either way",
        position: { x: 0, y: 400 },
        config: { mode: "all", count: 1, cancelOthers: false },
      },
      {
        id: "output",
        key: "output",
        type: "control.output",
        version: 1,
        label: "Delivery",
        position: { x: 0, y: 496 },
        config: { value: "{{ joined.confirmed ?? joined.estimate }}" },
      },
    ],
    edges: edges(
      "start > shaky",
      "shaky > closed",
      "closed.out > confirmed",
      "closed.error > estimate",
      "confirmed > joined",
      "estimate > joined",
      "joined > output",
    ),
  },
};
