import { mkdirSync } from "node:fs";

/** The account that the first visit makes and every other test signs in with. */
export const owner = {
  name: "Marta Kowalczyk",
  email: "marta@brightwater.example",
  password: "thread-through-an-eye",
} as const;

export const ownerState = "test-results/state/owner.json";
mkdirSync("test-results/state", { recursive: true });
