import { describe, expect, it } from "vitest";
import { passwordStrength } from "./password-strength.ts";

const score = (password: string, personal: string[] = []) => passwordStrength(password, 10, personal).score;

describe("passwordStrength", () => {
  it("asks for length first", () => {
    expect(score("")).toBe(0);
    expect(passwordStrength("abcXYZ1", 10).advice).toBe("Too short: 3 more needed.");
  });

  it.each([
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "12345678901234567890",
    "abcdefghijklmnop",
    "passwordpassword",
    "abababababababab",
  ])("is not taken in by the length of %s", (password) => {
    expect(score(password)).toBe(1);
  });

  it("does not count the person's own name", () => {
    expect(score("marta.kowalczyk", ["Marta Kowalczyk"])).toBe(1);
    expect(score("marta.kowalczyk")).toBeGreaterThan(1);
  });

  it("rises with unrelated words and says what is missing", () => {
    expect(score("tram kettle ox")).toBe(2);
    expect(score("tram kettle oxbow")).toBe(3);
    expect(score("tram kettle oxbow violet")).toBe(4);
    expect(passwordStrength("tram kettle oxb", 10).advice).toBe("Good. Four more characters make it strong.");
  });
});
