import "server-only";
import { catalogue } from "../nodes/catalog.ts";
import { readDocsFile } from "./articles.ts";
import { type NodePage, nodePage } from "./node-reference.ts";

/** Undefined where this server knows no such type. */
export async function readNodePage(type: string): Promise<NodePage | undefined> {
  const definition = catalogue.get(type);
  if (!definition) return undefined;
  return nodePage(definition, await readDocsFile(`lib/nodes/${type.replaceAll(".", "-")}/README.md`));
}
