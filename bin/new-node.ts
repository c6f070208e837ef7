import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { errorCode } from "../lib/errors.ts";
import { writeCatalog } from "./generate-catalog.ts";
import { nodeFiles } from "./support/node-template.ts";

/**
 * `npm run new:node -- data.sort --title "Sort"` writes a node folder that works (it compiles, and the contract test
 * passes) and the generated catalogue; `npm run new:node -- --refresh` writes the catalogue only.
 */
const categories = ["trigger", "control", "data", "code", "network", "ai", "knowledge", "messaging"];
const effects = ["pure", "step"];
const usage = `Usage: npm run new:node -- <area.name> [--title "Reverse a list"] [--category ${categories.join("|")}] [--effect ${effects.join("|")}]
       npm run new:node -- --refresh`;

const nodesDir = path.resolve(import.meta.dirname, "../lib/nodes");

function refuse(reason: string): never {
  console.error(`${reason}\n\n${usage}`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        title: { type: "string" },
        category: { type: "string" },
        effect: { type: "string", default: "pure" },
        refresh: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function writeNode(type: string, options: { title?: string; category?: string; effect: string }): Promise<void> {
  if (!/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(type))
    refuse(`"${type}" is no node type: it looks like data.sort or http.request.`);
  const [area = "", name = ""] = type.split(".");
  const category = options.category ?? (categories.includes(area) ? area : "data");
  if (!categories.includes(category)) refuse(`There is no category "${category}".`);
  if (category === "trigger")
    refuse("A trigger needs a door that fires it, which no template can know. Copy the folder of one.");
  if (!effects.includes(options.effect)) refuse(`There is no effect "${options.effect}" to start from.`);
  const title = options.title ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " ");
  const folder = path.join(nodesDir, type.replace(".", "-"));
  try {
    await mkdir(folder);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    refuse(`${path.relative(process.cwd(), folder)} is there already.`);
  }
  for (const [file, content] of nodeFiles({ type, title, category, effect: options.effect })) {
    await writeFile(path.join(folder, file), content);
  }
  console.log(`Wrote ${path.relative(process.cwd(), folder)}. Next: docs/guides/add-a-node.md`);
}

const { values, positionals } = readArguments();
const [type] = positionals;
if (type !== undefined) await writeNode(type, values);
else if (!values.refresh) refuse("Which node?");
await writeCatalog(nodesDir);
