import { defineStep, NodeError } from "../define.ts";
import { signature, textOf, written } from "../digest.ts";
import { definition } from "./definition.ts";

type Output = { signature: string } | { valid: boolean };

export default defineStep(definition, async ({ config, ctx }): Promise<{ port: string; output: Output }> => {
  if (config.credential === "")
    throw new NodeError("invalid_config", "Choose the key to sign with.", {
      retry: "never",
      details: { field: "credential" },
    });
  const { values } = await ctx.credentials.get(config.credential, ["signing-key"]);
  const right = written(signature(config.algorithm, values.key ?? "", textOf(config.message)), config.encoding);
  if (config.mode === "sign") return { port: "out", output: { signature: right } };
  // Hexadecimal digits are the same in either case.
  const given = config.encoding === "hex" ? config.signature.trim().toLowerCase() : config.signature.trim();
  return { port: "out", output: { valid: isSame(given, right) } };
});

/** In a time that does not tell how much of it was right. */
function isSame(given: string, right: string): boolean {
  let difference = given.length ^ right.length;
  for (let at = 0; at < right.length; at += 1) difference |= right.charCodeAt(at) ^ (given.charCodeAt(at) || 0);
  return difference === 0;
}
