import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, SONNER_STYLE_HASH } from "./content-security-policy.ts";

const production = contentSecurityPolicy({ nonce: "abc", development: false, secure: false });
const directive = (policy: string, name: string) => policy.split("; ").find((one) => one.startsWith(`${name} `));

describe("contentSecurityPolicy", () => {
  it("runs scripts by nonce only", () => {
    expect(directive(production, "script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(directive(production, "style-src")).not.toContain("unsafe-inline");
  });

  it("lets nobody frame the pages or change their base, and no form leave", () => {
    expect(directive(production, "frame-ancestors")).toBe("frame-ancestors 'none'");
    expect(directive(production, "base-uri")).toBe("base-uri 'none'");
    expect(directive(production, "form-action")).toBe("form-action 'self'");
  });

  it("asks for https only where the page came over https", () => {
    expect(production).not.toContain("upgrade-insecure-requests");
    expect(contentSecurityPolicy({ nonce: "abc", development: false, secure: true })).toContain(
      "upgrade-insecure-requests",
    );
  });

  it("evaluates code for hot reloading in development alone", () => {
    expect(production).not.toContain("unsafe-eval");
    expect(contentSecurityPolicy({ nonce: "abc", development: true, secure: false })).toContain("'unsafe-eval'");
  });

  it("knows the style sheet of the sonner that is installed", () => {
    const source = readFileSync(new URL(import.meta.resolve("sonner")), "utf8");
    const css = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1];
    const digest = createHash("sha256")
      .update(JSON.parse(css ?? '""'))
      .digest("base64");
    expect(SONNER_STYLE_HASH).toBe(`sha256-${digest}`);
  });
});
