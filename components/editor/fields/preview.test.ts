import { expect, it } from "vitest";
import { previewOf } from "./preview.ts";

const scope = {
  root: (name: string) => (name === "trigger" ? { at: "2026-03-01T08:30:00Z", subject: "Re: #4711" } : undefined),
  now: 0,
  timeZone: "Asia/Kathmandu",
};

it("shows times in the workflow's zone", () => {
  expect(previewOf("{{ DateTime.format(trigger.at, 'HH:mm') }}", scope)).toMatchObject({
    text: "14:15",
    failed: false,
  });
});

it("evaluates regular expressions at once", () => {
  const text = "{{ trigger.subject.match(/#(?<ticket>[0-9]+)/)?.groups.ticket }}";
  expect(previewOf(text, scope)).toMatchObject({ text: "4711", failed: false });
});

it("says nothing where a name has no value yet", () => {
  expect(previewOf("{{ fetch_user.name }}", scope)).toBeNull();
});
