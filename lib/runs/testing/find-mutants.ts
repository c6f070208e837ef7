import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { walkMutants } from "./walk-mutants.ts";

/*
 * Run as a process of its own by walk-mutants.test.ts: looks for each of the mutants whose numbers it is given with the drawn
 * walks, and tells what it came to, one JSON line each. A mutant is the whole of lib/runs and lib/engine once more, with one
 * piece of one file replaced as it is loaded.
 */

const runs = new URL("..", import.meta.url).href;
const engine = new URL("../../engine/", import.meta.url).href;
const mark = /[?&]mutant=([\w-]+)/;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const mutant = mark.exec(context.parentURL ?? "")?.[1];
    const isOurs = resolved.url.startsWith(runs) || resolved.url.startsWith(engine);
    return mutant && isOurs ? { ...resolved, url: `${resolved.url}?mutant=${mutant}` } : resolved;
  },
  load(url, context, next) {
    const mutant = walkMutants[Number(mark.exec(url)?.[1] ?? Number.NaN)];
    if (!mutant || !url.startsWith(`${runs}${mutant.file}?`)) return next(url, context);
    const source = readFileSync(fileURLToPath(url.replace(mark, "")), "utf8");
    return { format: "module-typescript", source: source.replace(mutant.from, () => mutant.to), shortCircuit: true };
  },
});

/** What `drawn-property.ts` finds wrong in the walk that is loaded as `mutant`; null: nothing. */
async function complaintAbout(mutant: string): Promise<string | null> {
  // A query makes it another module, and all that it imports here with it.
  const module = (await import(`./drawn-property.ts?mutant=${mutant}`)) as typeof import("./drawn-property.ts");
  const broken = Promise.withResolvers<string>();
  const onBroken = (error: unknown) => broken.resolve(String(error));
  process.on("unhandledRejection", onBroken);
  process.on("uncaughtException", onBroken);
  const checked = fc.check(module.drawnProperty(), module.drawing).then(({ failed, errorInstance: error, numRuns }) => {
    const message = error instanceof Error ? error.message : String(error);
    return failed ? `run ${numRuns}: ${message.split("\n", 1)[0]}` : null;
  });
  const complaint = await Promise.race([checked, broken.promise]);
  process.off("unhandledRejection", onBroken);
  process.off("uncaughtException", onBroken);
  return complaint;
}

for (const mutant of process.argv.slice(2)) {
  const complaint = await complaintAbout(mutant);
  process.stdout.write(`${JSON.stringify({ mutant, complaint })}\n`);
}
// What a mutant has left behind does not keep the process.
process.exit(0);
