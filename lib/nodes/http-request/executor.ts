import { defineStep } from "../define.ts";
import { definition } from "./definition.ts";
import { fetchPages } from "./pages.ts";
import { send } from "./send.ts";

export default defineStep(
  definition,
  async ({ config, ctx }) => ({ port: "out", output: await send(config, ctx) }),
  async ({ config, ctx }) => ({ port: "out", output: await fetchPages(config, ctx) }),
);
