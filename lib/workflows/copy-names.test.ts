import { expect, test } from "vitest";
import { copyName, copyPath } from "./copy-names.ts";

test("copies are counted, and a copy of a copy does not nest", () => {
  expect(copyName("Digest", 1)).toBe("Digest (copy)");
  expect(copyName("Digest (copy)", 2)).toBe("Digest (copy 2)");
  expect(copyName("Digest (copy 2)", 3)).toBe("Digest (copy 3)");
  expect(copyName("x".repeat(200), 12)).toHaveLength(200);
});

test("an address keeps its parameters", () => {
  expect(copyPath("orders", 1)).toBe("orders-copy");
  expect(copyPath("orders/:id", 2)).toBe("orders-copy-2/:id");
  expect(copyPath("orders-copy/:id", 2)).toBe("orders-copy-2/:id");
  expect(copyPath(":id", 1)).toBe("copy/:id");
});
