import { expect, test } from "vitest";
import { checkHostPolicy, normalHostRule } from "./host-rules.ts";

test.each([
  ["example.com", "example.com"],
  [" Example.COM. ", "example.com"],
  ["*.Example.com", "*.example.com"],
  ["example.com:8443", "example.com:8443"],
  ["example.com:80", "example.com:80"],
  ["münchen.example", "xn--mnchen-3ya.example"],
  ["127.1", "127.0.0.1"],
  ["[::1]:80", "[::1]:80"],
  ["", null],
  ["*", null],
  ["a.*.com", null],
  ["https://example.com", null],
  ["example.com/path", null],
  ["user@example.com", null],
  ["example.com:99999", null],
  ["exa mple.com", null],
])("%j is kept as %j", (text, rule) => {
  expect(normalHostRule(text)).toBe(rule);
});

const policy = {
  allow: ["example.com", "*.example.org", "example.net:8443"],
  deny: ["bad.example.org", "*.bad.example.org"],
};

test.each([
  ["https://example.com/x", null],
  ["https://example.com./x", null],
  ["http://EXAMPLE.com:8080/x", null],
  ["https://a.b.example.org", null],
  ["https://example.net:8443", null],
  ["https://example.net", "host_not_listed"],
  ["https://example.org", "host_not_listed"],
  ["https://notexample.org", "host_not_listed"],
  ["https://sub.example.com", "host_not_listed"],
  ["https://example.com.evil.test", "host_not_listed"],
  ["https://bad.example.org", "host_denied"],
  ["https://bad.example.org.", "host_denied"],
  ["https://x.bad.example.org", "host_denied"],
])("%s: %s", (address, reason) => {
  const check = () => checkHostPolicy(policy, new URL(address));
  if (reason === null) expect(check).not.toThrow();
  else
    expect(check).toThrow(
      expect.objectContaining({ code: "invalid_input", details: expect.objectContaining({ reason }) }),
    );
});

test("without an allow list everything is allowed but what is denied", () => {
  const open = { allow: [], deny: ["example.com"] };
  expect(() => checkHostPolicy(open, new URL("https://example.org"))).not.toThrow();
  expect(() => checkHostPolicy(open, new URL("https://example.com"))).toThrow("does not allow calls to example.com");
});
