import { describe, expect, it } from "vitest";
import { safeReturnAddress } from "./return-address.ts";

describe("safeReturnAddress", () => {
  it("keeps a path of this site with its query and place", () => {
    expect(safeReturnAddress("/workflows/wf_1?run=run_2#node")).toBe("/workflows/wf_1?run=run_2#node");
  });

  it.each([
    undefined,
    "",
    "/",
    "//evil.example/x",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/a/..//evil.example",
    "/sign-in?next=/x",
    "workflows",
  ])("leads home instead of to %j", (next) => {
    expect(safeReturnAddress(next)).toBe("/workflows");
  });
});
