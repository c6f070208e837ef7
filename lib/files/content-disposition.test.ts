import { expect, test } from "vitest";
import { attachment } from "./content-disposition.ts";

test.each([
  ["report.csv", "attachment; filename=\"report.csv\"; filename*=UTF-8''report.csv"],
  ["Übersicht 1.csv", "attachment; filename=\"_bersicht 1.csv\"; filename*=UTF-8''%C3%9Cbersicht%201.csv"],
  ['a"; x="b', "attachment; filename=\"a_; x=_b\"; filename*=UTF-8''a%22%3B%20x%3D%22b"],
  ["a\r\nset-cookie: x", "attachment; filename=\"a__set-cookie: x\"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x"],
  ["it's (1)*", "attachment; filename=\"it's (1)*\"; filename*=UTF-8''it%27s%20%281%29%2A"],
  ["\ud800", "attachment; filename=\"_\"; filename*=UTF-8''%EF%BF%BD"],
])("%j", (name, header) => {
  expect(attachment(name)).toBe(header);
});
